package dev.batchgateway.batch;

import java.util.function.Supplier;

/**
 * Is told how each input of a batch ended, on the batch's thread and once for each. It must not call back into the
 * batch, nor keep {@code input} or an outcome's slices longer than it must: they hold HubSpot's and the caller's bytes.
 */
public interface OutcomeSink {
    /**
     * An input has ended.
     *
     * @param input reads it, where that is needed
     */
    void settled(int position, Supplier<Input> input, Outcome outcome);

    /** The input at {@code position} ended as that at {@code leader} did, which has been told before. */
    void follows(int position, Supplier<Input> input, int leader);
}
