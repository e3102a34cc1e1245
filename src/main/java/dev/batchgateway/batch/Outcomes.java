package dev.batchgateway.batch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account of one batch: which input ended how. Each position is settled once, and {@link #proveComplete} shows
 * before an answer leaves that none was forgotten (DESIGN section 4, accounting). Confined to its batch's thread.
 */
public final class Outcomes {
    private static final int MOST_NAMED = 20;

    private final @Nullable Outcome[] byPosition;
    private int succeeded;
    private int rejected;
    private int unconfirmed;
    private int unsent;
    private int unpaired;
    private int noted;

    /** An account of {@code inputs} inputs, all open. */
    public Outcomes(int inputs) {
        this.byPosition = new Outcome[inputs];
    }

    /**
     * Settles the input at {@code position}.
     *
     * @throws IllegalStateException when it is settled already: a bug of ours
     */
    public void settle(int position, Outcome outcome) {
        if (byPosition[position] != null) {
            throw new IllegalStateException("Input " + position + " was settled twice");
        }
        byPosition[position] = outcome;
        if (outcome instanceof Outcome.Succeeded success) {
            succeeded++;
            unpaired += success.paired() ? 0 : 1;
            noted += success.notes().isEmpty() ? 0 : 1;
        } else if (outcome instanceof Outcome.Rejected) {
            rejected++;
        } else if (outcome instanceof Outcome.Unconfirmed) {
            unconfirmed++;
        } else {
            unsent++;
        }
    }

    /** Gives each follower the outcome of the input it follows; those whose leader is open stay open. */
    public void settleFollowers(Followers followers) {
        followers.forEach((follower, leader) -> {
            Outcome outcome = byPosition[leader];
            if (outcome != null) {
                settle(follower, outcome);
            }
        });
    }

    /** Settles every input that is still open as {@code outcome}. */
    public void settleOpen(Outcome outcome) {
        for (int position = 0; position < byPosition.length; position++) {
            if (byPosition[position] == null) {
                settle(position, outcome);
            }
        }
    }

    /** How the input at {@code position} ended; null while it is open. */
    public @Nullable Outcome get(int position) {
        return byPosition[position];
    }

    /**
     * Checks the invariant: succeeded + rejected + unconfirmed + unsent = inputs.
     *
     * @throws IllegalStateException naming the positions without an outcome: a bug of ours
     */
    public void proveComplete() {
        if (succeeded + rejected + unconfirmed + unsent == byPosition.length) {
            return;
        }
        List<Integer> open = new ArrayList<>();
        for (int position = 0; position < byPosition.length && open.size() < MOST_NAMED; position++) {
            if (byPosition[position] == null) {
                open.add(position);
            }
        }
        throw new IllegalStateException("Of " + byPosition.length + " inputs "
                + (byPosition.length - succeeded - rejected - unconfirmed - unsent)
                + " have no outcome, at positions " + open + " and so on");
    }

    /** Number of inputs. */
    public int inputs() {
        return byPosition.length;
    }

    /** Inputs HubSpot confirmed. */
    public int succeeded() {
        return succeeded;
    }

    /** Inputs HubSpot refused. */
    public int rejected() {
        return rejected;
    }

    /** Inputs that may or may not have been applied. */
    public int unconfirmed() {
        return unconfirmed;
    }

    /** Inputs that were surely not applied, and may be sent again. */
    public int unsent() {
        return unsent;
    }

    /** Inputs that succeeded, with an error of HubSpot's beside it ("no associations found"). */
    public int noted() {
        return noted;
    }

    /** Inputs that succeeded, but whose results could not be told from each other. */
    public int unpaired() {
        return unpaired;
    }
}
