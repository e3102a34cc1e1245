package dev.batchgateway.edge;

import dev.batchgateway.dispatch.BatchRun;

/** Brings a stream its inputs, as fast as there is room for them. Confined to one event loop. */
interface Feed {
    /**
     * Begins.
     *
     * @param run where the inputs go
     * @param moved runs whenever inputs have come, good or bad, or the end; or what is thrown away
     */
    void start(BatchRun run, Runnable moved);

    /** An input of so many bytes has ended: there may be room again. */
    void ended(int length);

    /** Inputs that come from now on will be in no call. */
    void noMoreCalls();

    /** No more inputs are wanted but those of which it knows already. */
    void stop();

    /** Whether its caller is not read at this time, because there is no room. */
    boolean isHeldBack();

    /** Whether no more will come. */
    boolean isThrough();

    /** Whether it was stopped before it was through, so that there may be inputs of which nobody knows. */
    boolean wasCut();
}
