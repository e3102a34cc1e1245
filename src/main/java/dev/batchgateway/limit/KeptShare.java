package dev.batchgateway.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The share of a window that is kept for batches that have not had a turn: nothing while one batch is alone, a small
 * share while more than one has used the lane in the last minute. Without it, a batch that has just emptied the window
 * would make the next one wait until it is full again. What is kept is kept for newcomers up to half of a window only: if
 * they come faster than that, they take turns with the others, who would get nothing any more. Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class KeptShare {
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();

    private final double share;
    private long latestBatch;
    private boolean isUsed;
    private boolean isSharedEver;
    /** When a batch other than the latest one used the lane for the last time. */
    private long otherUsedAt;

    private long latestUsedAt;
    /** When permits were taken that were kept, in the last window. */
    private final Deque<Long> taken = new ArrayDeque<>();

    /** @param share from 0 (nothing is ever kept) to less than 1 */
    public KeptShare(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("A share of " + share + " is not between 0 and 1");
        }
        this.share = share;
    }

    /** The batch with this number has got a permit. */
    public void used(long batch, long now) {
        if (isUsed && batch != latestBatch) {
            isSharedEver = true;
            otherUsedAt = latestUsedAt;
        }
        isUsed = true;
        latestBatch = batch;
        latestUsedAt = now;
    }

    /** Permits kept now, of a window of so many; always leaves at least one to everybody. */
    public int kept(int permits, long now) {
        boolean isShared = isSharedEver && now - otherUsedAt < REMEMBERED_NANOS;
        return isShared ? whenShared(permits) : 0;
    }

    /** A batch that had no turn before has got a permit that was kept for such. */
    public void tookKept(long now) {
        taken.add(now);
    }

    /** Permits kept now, unless newcomers have taken half of the window already. */
    public int left(int permits, long windowNanos, long now) {
        while (!taken.isEmpty() && now - taken.element() >= windowNanos) {
            taken.remove();
        }
        return Math.max(0, Math.min(kept(permits, now), permits / 2 - taken.size()));
    }

    /** Permits kept of a window of so many while more than one batch uses it. */
    public int whenShared(int permits) {
        return Math.min(permits - 1, (int) Math.ceil(permits * share));
    }

    /** How long ago a batch used the lane for the last time; {@link Long#MAX_VALUE} when none has. */
    public long usedAgo(long now) {
        return isUsed ? Math.max(0, now - latestUsedAt) : Long.MAX_VALUE;
    }

    /** How long ago another one than that used it for the last time; {@link Long#MAX_VALUE} when none has. */
    public long otherUsedAgo(long now) {
        return isSharedEver ? Math.max(0, now - otherUsedAt) : Long.MAX_VALUE;
    }
}
