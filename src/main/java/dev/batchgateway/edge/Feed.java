package dev.batchgateway.edge;

/** Brings a stream its inputs, as fast as there is room for them. Confined to one event loop. */
interface Feed {
    /** Begins. {@code moved} runs whenever inputs have come, good or bad, or the end; or what is thrown away. */
    void start(Runnable moved);

    /** An input of so many bytes has ended: there may be room again. */
    void ended(int length);

    /** No more inputs are wanted but those of which it knows already. */
    void stop();

    /** Whether its caller is not read at this time, because there is no room. */
    boolean isHeldBack();

    /** Whether no more will come. */
    boolean isThrough();

    /** Whether it was stopped before it was through, so that there may be inputs of which nobody knows. */
    boolean wasCut();
}
