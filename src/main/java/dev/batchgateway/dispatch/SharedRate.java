package dev.batchgateway.dispatch;

/**
 * How many calls a window of a lane holds, as one gateway knows it, or all of them do.
 *
 * @param permits calls in a window as HubSpot has told, or as configured or tried while it has told nothing
 * @param windowNanos the window's length
 * @param isTold whether HubSpot has told it
 * @param sentAgoNanos since the sending of the call whose answer told it; means nothing if none did
 * @param readAgoNanos since that answer
 * @param lowerings how often {@code permits} was lowered because of a 429, where HubSpot does not tell it
 * @param changedAgoNanos since it was lowered or raised for the last time, or began
 */
public record SharedRate(
        int permits,
        long windowNanos,
        boolean isTold,
        long sentAgoNanos,
        long readAgoNanos,
        int lowerings,
        long changedAgoNanos) {
    /** As configured: neither told nor tried. */
    public static SharedRate configured(int permits, long windowNanos) {
        return new SharedRate(permits, windowNanos, false, 0, 0, 0, 0);
    }
}
