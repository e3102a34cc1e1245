package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch's inputs come from: a body that is there as a whole ({@link Inputs#source}), or a stream of which some
 * are still to come ({@link Inflow}), or what a first run of a whole batch has left ({@link Inputs#rest}). Each is taken
 * once, in the caller's order. Confined to its batch's thread.
 */
public abstract sealed class InputSource permits WholeSource, Inflow {
    /** Whether an input is there that was not taken yet. */
    abstract boolean hasNow();

    /** The position of the next one to be taken. */
    abstract int position();

    /** Takes the next one; null when its bytes are no input, or were not kept, and {@link #ending} says how it ends. */
    abstract @Nullable Slice take();

    /** Why the one that was taken last is no input. */
    abstract HubSpotError refusal();

    /** How the one that was taken last ends, if it is no input. */
    Outcome ending() {
        return new Outcome.Rejected(List.of(refusal()));
    }

    /** Inputs that are there and were not taken. */
    abstract int left();

    /** Whether no more will come than are there. */
    public abstract boolean isEnded();

    /** Whether more will come as soon as some that are open have ended, because there is no room for them before. */
    public abstract boolean isHeldBack();

    /** Whether the whole of it was there from the beginning. */
    public abstract boolean isWhole();

    /** Inputs that have come so far. */
    public abstract int count();

    /** {@code task} runs when something has come; for a whole batch never. */
    public abstract void onArrival(Runnable task);

    /** {@code input}, which was taken, is not wanted for a while. */
    abstract void putAside(Input input);

    /** The input at {@code position}, which was put aside. */
    abstract Input again(int position, InputReader reader);

    abstract Askers askers(InputReader reader);

    /** The account for its inputs, all of them open; what they end in is told to {@code sink}. */
    public abstract Outcomes outcomes(InputReader reader, OutcomeSink sink);
}
