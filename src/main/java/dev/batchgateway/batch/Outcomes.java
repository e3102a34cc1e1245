package dev.batchgateway.batch;

import java.util.BitSet;
import java.util.List;

/**
 * The account of one batch: how many of its inputs ended how. Each is settled once, and {@link #proveComplete} shows
 * before an answer ends that none was forgotten (DESIGN section 4, accounting). How each one ended is told to an
 * {@link OutcomeSink} and not kept here. Confined to its batch's thread.
 */
public abstract sealed class Outcomes permits KeptOutcomes, ToldOutcomes {
    private static final int KIND = 7;
    private static final int SUCCEEDED = 1;
    private static final int REJECTED = 2;
    private static final int UNCONFIRMED = 3;
    private static final int UNSENT = 4;
    private static final int UNPAIRED = 8;
    private static final int NOTED = 16;
    private static final int HELD_BACK = 32;

    private final OutcomeSink sink;
    private int succeeded;
    private int rejected;
    private int unconfirmed;
    private int unsent;
    private int unpaired;
    private int noted;

    Outcomes(OutcomeSink sink) {
        this.sink = sink;
    }

    /** {@code input} has been read and is open from now on. */
    public abstract void opened(Input input);

    /**
     * Settles the input at {@code position}.
     *
     * @throws IllegalStateException when it is settled already: a bug of ours
     */
    public abstract void settle(int position, Outcome outcome);

    /** Gives each follower the outcome of the input it follows; those whose leader is open stay open. */
    public abstract void settleFollowers(Followers followers);

    /** Settles every input that is still open as {@code outcome}. */
    public abstract void settleOpen(Outcome outcome);

    /** The first of them alone; false when there is none. */
    public boolean settleFirstOpen(Outcome outcome) {
        List<Integer> first = open(1);
        first.forEach(position -> settle(position, outcome));
        return !first.isEmpty();
    }

    /** Inputs so far. */
    public abstract int inputs();

    /**
     * Positions that another run of the same batch may send: those unsent, and of a read those unconfirmed, too. A write
     * that is unconfirmed may have been applied, and no second answer takes that back. Nor may a write be sent that
     * waits for an earlier one of the same key which HubSpot may still be at work on, or whose key a later input has
     * written meanwhile.
     *
     * @param sameInputs the batch's inputs
     * @param envelope what stands around them
     */
    public abstract BitSet sendable(Operation operation, Inputs sameInputs, Envelope envelope);

    /** The same account without the batch's bytes, for when nothing is settled any more. */
    public abstract Outcomes withoutInputs(Operation operation);

    /** What was settled here and not by an earlier run. */
    public abstract Outcomes ofThisRun();

    /** Another run's account of the same batch, in which those of {@code open} are open and the others as they are here. */
    abstract Outcomes goOn(Inputs inputs, InputReader reader, OutcomeSink sink, BitSet open);

    /** Positions without an outcome, the first {@code most} of them. */
    abstract List<Integer> open(int most);

    /**
     * Checks the invariant: succeeded + rejected + unconfirmed + unsent = inputs.
     *
     * @throws IllegalStateException naming the positions without an outcome: a bug of ours
     */
    public void proveComplete() {
        List<Integer> open = open(20);
        if (settled() != inputs() || !open.isEmpty()) {
            throw new IllegalStateException("Of " + inputs() + " inputs " + (inputs() - settled())
                    + " have no outcome, at positions " + open + " and so on");
        }
    }

    /** Inputs with an outcome. */
    public int settled() {
        return succeeded + rejected + unconfirmed + unsent;
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

    static boolean isUnsent(byte kind) {
        return (kind & KIND) == UNSENT && (kind & HELD_BACK) == 0;
    }

    static boolean isSucceeded(byte kind) {
        return (kind & KIND) == SUCCEEDED;
    }

    static boolean isUnconfirmed(byte kind) {
        return (kind & KIND) == UNCONFIRMED;
    }

    OutcomeSink sink() {
        return sink;
    }

    /** Counts one more; answers what kind it is, in one byte that is never 0. */
    byte count(Outcome outcome) {
        byte kind = kindOf(outcome);
        count(kind);
        return kind;
    }

    void count(byte kind) {
        switch (kind & KIND) {
            case SUCCEEDED -> {
                succeeded++;
                unpaired += (kind & UNPAIRED) == 0 ? 0 : 1;
                noted += (kind & NOTED) == 0 ? 0 : 1;
            }
            case REJECTED -> rejected++;
            case UNCONFIRMED -> unconfirmed++;
            default -> unsent++;
        }
    }

    private static byte kindOf(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded success) {
            return (byte) (SUCCEEDED
                    | (success.paired() ? 0 : UNPAIRED)
                    | (success.notes().isEmpty() ? 0 : NOTED));
        }
        if (outcome instanceof Outcome.Rejected) {
            return REJECTED;
        }
        if (outcome instanceof Outcome.Unconfirmed) {
            return UNCONFIRMED;
        }
        Outcome.Unsent unsent = (Outcome.Unsent) outcome;
        return (byte) (UNSENT | (unsent.reason() == Reason.EARLIER_UNCONFIRMED ? HELD_BACK : 0));
    }

    static IllegalStateException settledTwice(int position) {
        return new IllegalStateException("Input " + position + " was settled twice, or has never come");
    }
}
