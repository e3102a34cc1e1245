package dev.batchgateway.match;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Result;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known so far of the inputs of one call while its answer is being matched. Results are kept as the caller
 * asked for them: without what the gateway put into the call.
 */
final class Pairing {
    /** One input's share of the answer: mostly one result and nothing else, so lists are made when they are needed. */
    private static final class Share {
        private List<Result> results = List.of();
        private List<HubSpotError> errors = List.of();
        private List<HubSpotError> notes = List.of();
        private boolean confirmed;
        private boolean paired = true;
        private boolean blurred;
    }

    private final Chunk chunk;
    private final Traces traces;
    private final @Nullable String addedProperty;
    private final Share[] shares;

    /** @param addedProperty the property that the gateway asked for and the caller did not; null when there is none */
    Pairing(Chunk chunk, Traces traces, @Nullable String addedProperty) {
        this.chunk = chunk;
        this.traces = traces;
        this.addedProperty = addedProperty;
        this.shares = new Share[chunk.size()];
        for (int i = 0; i < shares.length; i++) {
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
    void confirm(int index, ResultFields result) {
        shares[index].confirmed = true;
        shares[index].results = with(shares[index].results, asTheCallerAsked(index, result));
    }

    /** A result that proves success. */
    void confirm(int index, Slice result) {
        if (traces.given(index) != null || addedProperty != null) {
            confirm(index, ResultFields.of(result));
        } else {
            shares[index].confirmed = true;
            rideAlong(index, result);
        }
    }

    /** Success without a result. */
    void confirm(int index) {
        shares[index].confirmed = true;
    }

    /** A result that belongs to the input but proves nothing. */
    void rideAlong(int index, Slice result) {
        shares[index].results = with(shares[index].results, Result.of(result));
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
        shares[index].errors = with(shares[index].errors, error);
    }

    /** An error that may be about a part of the input only, or about another one. */
    void blur(int index, HubSpotError error) {
        refuse(index, error);
        shares[index].blurred = true;
    }

    /** An error that takes nothing away from a success. */
    void note(int index, HubSpotError error) {
        shares[index].notes = with(shares[index].notes, error);
    }

    Outcome outcome(int index, @Nullable HubSpotError unnamed) {
        Share share = shares[index];
        if (share.confirmed) {
            return new Outcome.Succeeded(List.copyOf(share.results), notes(share), share.paired);
        }
        if (share.errors.isEmpty()) {
            return new Outcome.Unconfirmed(Reason.NOT_MENTIONED, unnamed);
        }
        // A result that rides along shows that something was written, so the error does not hold for all of it.
        return share.blurred || !share.results.isEmpty()
                ? new Outcome.Unconfirmed(Reason.NOT_MENTIONED, share.errors.get(0))
                : new Outcome.Rejected(List.copyOf(share.errors));
    }

    private static List<HubSpotError> notes(Share share) {
        if (share.errors.isEmpty()) {
            return List.copyOf(share.notes);
        }
        List<HubSpotError> notes = new ArrayList<>(share.notes);
        notes.addAll(share.errors);
        return List.copyOf(notes);
    }

    private Result asTheCallerAsked(int index, ResultFields result) {
        Result withTrace = traces.given(index) == null
                ? Result.of(result.whole())
                : ResultEdit.withCallersTrace(result, chunk.inputs().get(index));
        return addedProperty == null ? withTrace : ResultEdit.withoutProperty(withTrace.joined(), addedProperty);
    }

    /** {@code list}, which this class has made, and {@code one} more: the first is held without an array. */
    private static <T> List<T> with(List<T> list, T one) {
        if (list.isEmpty()) {
            return List.of(one);
        }
        List<T> longer = list.size() == 1 ? new ArrayList<>(list) : list;
        longer.add(one);
        return longer;
    }
}
