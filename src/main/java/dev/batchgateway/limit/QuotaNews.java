package dev.batchgateway.limit;

/**
 * What one gateway knows of a daily quota by its own calls, or all of them by theirs: enough for either to go on with
 * what the other knows. How long ago is in nanoseconds, and {@link #NEVER} for what has not happened.
 *
 * @param usedUpAgo since the last 429 that said that it is used up
 * @param askedNanos for how long from now that one asks to wait; not positive when it does not, or no more
 * @param answeredAgo since the sending of the latest call that was answered with anything else
 * @param calledAgo since the last call passed
 * @param remaining calls left today; -1 when HubSpot has not told
 * @param sentAgo since the sending of the call whose answer told {@code remaining}
 * @param readAgo since that answer
 * @param underWay calls under way; in an answer of the store, those of the other gateways
 * @param returnsProbe whether the last probe was not made, or told nothing, so that another may pass at once
 */
public record QuotaNews(
        long usedUpAgo,
        long askedNanos,
        long answeredAgo,
        long calledAgo,
        long remaining,
        long sentAgo,
        long readAgo,
        int underWay,
        boolean returnsProbe) {
    /** Longer ago than anything. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Nothing is known. */
    public static final QuotaNews NONE = new QuotaNews(NEVER, 0, NEVER, NEVER, -1, NEVER, NEVER, 0, false);
}
