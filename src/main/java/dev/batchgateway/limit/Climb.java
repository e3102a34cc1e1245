package dev.batchgateway.limit;

import java.time.Duration;

/**
 * A rate nobody tells us, found by trying: a 429 lowers it by a tenth, a minute without one raises it by one, up to
 * what is configured (association calls, API-FACTS 2.3: HubSpot's headers may be missing there, or be another
 * budget's). Gateways that share it go by the one that has lowered it most often. Times are nanoseconds of one
 * monotonic clock. Not thread-safe.
 */
public final class Climb {
    private static final long CLEAN_NANOS = Duration.ofMinutes(1).toNanos();

    private final int most;
    private int permits;
    private int lowerings;
    private long changedAt;
    private long loweredAt;

    /**
     * @param start calls in a window to begin with
     * @param most the most it climbs to
     */
    public Climb(int start, int most, long now) {
        this.permits = start;
        this.most = Math.max(start, most);
        this.changedAt = now;
        this.loweredAt = now;
    }

    /**
     * A call met a 429. Calls that were under way when the rate was last lowered say nothing new.
     *
     * @return whether the rate is lower now
     */
    public boolean throttled(long sentAt, long now) {
        if (sentAt - loweredAt < 0) {
            return false;
        }
        permits = Math.max(1, Math.min(permits - 1, (int) (permits * 0.9)));
        lowerings++;
        changedAt = now;
        loweredAt = now;
        return true;
    }

    /** Calls in a window now. */
    public int permits(long now) {
        long minutes = (now - changedAt) / CLEAN_NANOS;
        if (minutes > 0) {
            permits = (int) Math.min(most, permits + minutes);
            changedAt += minutes * CLEAN_NANOS;
        }
        return permits;
    }

    /** How often it was lowered. */
    public int lowerings() {
        return lowerings;
    }

    /** How long ago it was lowered or raised for the last time, or began. */
    public long changedAgo(long now) {
        return Math.max(0, now - changedAt);
    }

    /**
     * Another gateway goes by {@code newPermits}, since {@code newChangedAt}, and has lowered them {@code newLowerings}
     * times. If that is more often than here, that rate holds here, too.
     */
    public void hears(int newLowerings, int newPermits, long newChangedAt, long now) {
        if (newLowerings > lowerings) {
            lowerings = newLowerings;
            permits = Math.max(1, Math.min(most, newPermits));
            changedAt = newChangedAt;
            loweredAt = now;
        }
    }
}
