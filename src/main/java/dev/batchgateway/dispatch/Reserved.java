package dev.batchgateway.dispatch;

/**
 * What the shared store answers.
 *
 * @param isReached whether the store has answered; if not, the rest means nothing
 * @param granted permits reserved now, in addition to those held
 * @param permits calls in a window, as far as any of the gateways has been told
 * @param windowNanos its length
 * @param members gateways that have been heard of in the last half minute, this one included
 * @param nextNanos when more may be had, from now; {@link Long#MAX_VALUE} when that depends on calls under way
 * @param shutNanos for how long from now a 429 of any gateway has shut the lane; 0 when it is open
 * @param isNew whether the store knew nothing of this gateway, or has forgotten it: it must rejoin
 */
public record Reserved(
        boolean isReached,
        int granted,
        int permits,
        long windowNanos,
        int members,
        long nextNanos,
        long shutNanos,
        boolean isNew) {
    /** The store did not answer in time, or not at all. */
    public static final Reserved LOST = new Reserved(false, 0, 0, 0, 0, Long.MAX_VALUE, 0, false);
}
