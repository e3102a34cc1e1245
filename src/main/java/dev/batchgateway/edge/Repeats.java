package dev.batchgateway.edge;

import java.time.Duration;

/** Lets through so many a second of what anybody can cause as often as they like, and counts the others. Thread-safe. */
final class Repeats {
    static final int MOST_A_SECOND = 10;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long since;
    private int admitted;
    private long leftOut;

    /**
     * How many were left out since one was let through, if this one is; -1 if it is left out, too.
     *
     * @param nanos now, by a monotonic clock
     */
    synchronized long admit(long nanos) {
        if (admitted == 0 || nanos - since >= SECOND) {
            since = nanos;
            admitted = 0;
        }
        if (admitted == MOST_A_SECOND) {
            leftOut++;
            return -1;
        }
        admitted++;
        long before = leftOut;
        leftOut = 0;
        return before;
    }
}
