package dev.batchgateway.limit;

import java.time.Duration;

/**
 * The daily quota, as far as HubSpot's answers tell. It is closed when a 429 says that it is used up, or while no more
 * is left than a reserve that is kept for others. While it is closed a call may pass as a probe when the last one left
 * a minute ago or longer, and an answer that is no such 429 opens it again (API-FACTS 2.3: it starts anew at midnight
 * in the account's own time zone, which we do not know). Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class Quota {
    private static final long PROBE_NANOS = Duration.ofMinutes(1).toNanos();

    private final long reserve;
    private long remaining = -1;
    private long readAt;
    private boolean isUsedUp;
    private long usedUpAt;
    private long askedUntil;
    private int underWay;
    private boolean isProbing;
    private long takenAt;

    /** @param reserve calls of the day that are left to others; 0 for none */
    public Quota(long reserve) {
        this.reserve = reserve;
    }

    /** Whether no call may pass but a probe. */
    public boolean isClosed() {
        return isUsedUp || isReserveReached();
    }

    /** Whether it is closed for the reserve's sake, and not because HubSpot has said so. */
    public boolean isReserveReached() {
        return !isUsedUp && reserve > 0 && remaining >= 0 && remaining - underWay <= reserve;
    }

    /** While it is closed: whether a probe may pass now. */
    public boolean mayProbe(long now) {
        return !isProbing && probeInNanos(now) == 0;
    }

    /** Whether a probe is under way, so that more will be known soon. */
    public boolean isProbing() {
        return isProbing;
    }

    /** While it is closed: how long until a probe may pass; 0 when it may now. */
    public long probeInNanos(long now) {
        long inNanos = takenAt + PROBE_NANOS - now;
        return Math.max(0, isUsedUp ? Math.max(inNanos, askedUntil - now) : inNanos);
    }

    /** A call passes. */
    public void taken(long now) {
        isProbing = isClosed();
        underWay++;
        takenAt = now;
    }

    /** A call that had passed was not made. */
    public void unused(long now) {
        underWay--;
        if (isProbing) {
            isProbing = false;
            takenAt = now - PROBE_NANOS;
        }
    }

    /**
     * A call was answered, with anything but a 429 of the daily quota.
     *
     * @param left calls left today, as the answer says; negative when it does not say
     */
    public void answered(long left, long sentAt, long now) {
        underWay--;
        if (left >= 0 && (remaining < 0 || left < remaining || sentAt - readAt >= 0)) {
            remaining = left;
            readAt = now;
        }
        if (isUsedUp && sentAt - usedUpAt >= 0) {
            isUsedUp = false;
            remaining = left;
        }
        isProbing = isProbing && isUsedUp;
    }

    /** A call ended without an answer. */
    public void silent() {
        underWay--;
        isProbing = false;
    }

    /**
     * A call was refused because the quota is used up.
     *
     * @param askedNanos how long HubSpot asks to wait; not positive when it does not say
     */
    public void usedUp(long askedNanos, long now) {
        underWay--;
        isUsedUp = true;
        isProbing = false;
        usedUpAt = now;
        askedUntil = now + Math.max(0, askedNanos);
        remaining = 0;
        readAt = now;
    }

    /** Calls left today; -1 while HubSpot has not told. */
    public long remaining() {
        return remaining;
    }
}
