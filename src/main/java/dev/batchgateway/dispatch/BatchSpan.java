package dev.batchgateway.dispatch;

/** The port to whoever follows one batch to HubSpot. Called on the batch's event loop; must not block, wait or throw. */
@FunctionalInterface
public interface BatchSpan {
    /** Nobody follows it. */
    BatchSpan NONE = (inputs, number) -> AttemptSpan.NONE;

    /**
     * An attempt begins.
     *
     * @param inputs how many inputs it has
     * @param number which attempt of this call it is, from 1; the parts of a refused call begin anew
     */
    AttemptSpan attempt(int inputs, int number);
}
