package dev.batchgateway.limit;

/**
 * What a 429 does to a lane: the door is shut for a while that doubles with each 429 in a row, then lets one call
 * through at a time, until a call that was let through has been answered. Calls that were under way when it was shut
 * neither shut it for longer with their own 429s nor open it with their answers. Not thread-safe.
 */
public final class Door {
    private final long firstNanos;
    private boolean isShut;
    private long until;
    private long nextNanos;

    /** @param firstNanos for how long the first 429 shuts it */
    public Door(long firstNanos) {
        this.firstNanos = firstNanos;
        this.nextNanos = firstNanos;
    }

    /**
     * A call sent at {@code sentAt} has met a 429.
     *
     * @param askedNanos for how long HubSpot asks to wait; not positive when it does not say
     * @param longestNanos the longest the door is shut unasked
     */
    public void shut(long sentAt, long now, long askedNanos, long longestNanos) {
        if (isShut && sentAt - until < 0) {
            return;
        }
        isShut = true;
        until = now + (askedNanos > 0 ? askedNanos : Math.min(nextNanos, longestNanos));
        nextNanos = Math.min(longestNanos, nextNanos * 2);
    }

    /** A call sent at {@code sentAt} has been answered with anything but a 429. */
    public void answered(long sentAt) {
        if (!isShut || sentAt - until >= 0) {
            isShut = false;
            nextNanos = firstNanos;
        }
    }

    /** Whether no call may pass. */
    public boolean isShut(long now) {
        return isShut && now - until < 0;
    }

    /** Whether only one call may be under way. */
    public boolean isNarrow() {
        return isShut;
    }

    /** When it lets one call through; meaningless while it is open. */
    public long opensAt() {
        return until;
    }
}
