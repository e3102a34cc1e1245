package dev.batchgateway.match;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known so far of the inputs of one call while its answer is being matched. */
final class Pairing {
    /** One input's share of the answer. */
    private static final class Share {
        private final List<Slice> results = new ArrayList<>(1);
        private final List<HubSpotError> errors = new ArrayList<>(0);
        private final List<HubSpotError> notes = new ArrayList<>(0);
        private boolean confirmed;
        private boolean paired = true;
        private boolean blurred;
    }

    private final Share[] shares;

    Pairing(int inputs) {
        this.shares = new Share[inputs];
        for (int i = 0; i < inputs; i++) {
            shares[i] = new Share();
        }
    }

    /** Neither confirmed nor refused. */
    boolean isOpen(int index) {
        return !shares[index].confirmed && shares[index].errors.isEmpty();
    }

    boolean isConfirmed(int index) {
        return shares[index].confirmed;
    }

    List<Integer> open() {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            if (isOpen(i)) {
                open.add(i);
            }
        }
        return open;
    }

    /** A result that proves success. */
    void confirm(int index, Slice result) {
        shares[index].confirmed = true;
        shares[index].results.add(result);
    }

    /** Success without a result. */
    void confirm(int index) {
        shares[index].confirmed = true;
    }

    /** A result that belongs to the input but proves nothing. */
    void rideAlong(int index, Slice result) {
        shares[index].results.add(result);
    }

    int riding(int index) {
        return shares[index].results.size();
    }

    /** A success that is certain, with a result that may be another input's. */
    void confirmByCount(int index, Slice result) {
        confirm(index, result);
        shares[index].paired = false;
    }

    void refuse(int index, HubSpotError error) {
        shares[index].errors.add(error);
    }

    /** An error that may be about a part of the input only, or about another one. */
    void blur(int index, HubSpotError error) {
        refuse(index, error);
        shares[index].blurred = true;
    }

    /** An error that takes nothing away from a success. */
    void note(int index, HubSpotError error) {
        shares[index].notes.add(error);
    }

    Outcome outcome(int index, @Nullable HubSpotError unnamed) {
        Share share = shares[index];
        if (share.confirmed) {
            List<HubSpotError> notes = new ArrayList<>(share.notes);
            notes.addAll(share.errors);
            return new Outcome.Succeeded(List.copyOf(share.results), List.copyOf(notes), share.paired);
        }
        if (share.errors.isEmpty()) {
            return new Outcome.Unconfirmed(Reason.NOT_MENTIONED, unnamed);
        }
        // A result that rides along shows that something was written, so the error does not hold for all of it.
        return share.blurred || !share.results.isEmpty()
                ? new Outcome.Unconfirmed(Reason.NOT_MENTIONED, share.errors.get(0))
                : new Outcome.Rejected(List.copyOf(share.errors));
    }
}
