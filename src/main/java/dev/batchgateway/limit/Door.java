package dev.batchgateway.limit;

import java.time.Duration;

/**
 * What a 429 does to a lane: the door is shut for a while that doubles with each 429 in a row, then lets one call
 * through at a time, until a call that was let through has been answered. Calls that were under way when it was shut
 * neither shut it for longer with their own 429s nor open it with their answers. Gateways that share a budget have one
 * door: each hears of what the others' calls did to it. Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class Door {
    /** Heard again, the same moment comes out a little later; two 429s in a row are a second apart at least. */
    private static final long SAME_NANOS = Duration.ofMillis(500).toNanos();

    private final long firstNanos;
    private boolean isShut;
    private boolean isOwn;
    private long until;
    private long nextNanos;
    private int changes;

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
        shutUntil(now + (askedNanos > 0 ? askedNanos : Math.min(nextNanos, longestNanos)), longestNanos);
        isOwn = true;
        changes++;
    }

    /** A call sent at {@code sentAt} has been answered with anything but a 429. */
    public void answered(long sentAt) {
        if (!isShut || sentAt - until >= 0) {
            changes += isShut ? 1 : 0;
            open();
        }
    }

    /** By what all gateways know it is shut, or narrow, until {@code newUntil}. */
    public void hearsShut(long newUntil, long longestNanos) {
        if (!isShut || newUntil - until > SAME_NANOS) {
            shutUntil(newUntil, longestNanos);
            isOwn = false;
        }
    }

    /** By what all gateways know it is open. */
    public void hearsOpen() {
        open();
    }

    /** Whether no call may pass. */
    public boolean isShut(long now) {
        return isShut && now - until < 0;
    }

    /** Whether only one call may be under way. */
    public boolean isNarrow() {
        return isShut;
    }

    /** Whether it was this gateway's own call that shut it. */
    public boolean isOwn() {
        return isShut && isOwn;
    }

    /** When it lets one call through; meaningless while it is open. */
    public long opensAt() {
        return until;
    }

    /** Grows when this gateway's own calls shut it or open it. */
    public int changes() {
        return changes;
    }

    private void shutUntil(long newUntil, long longestNanos) {
        isShut = true;
        until = newUntil;
        nextNanos = Math.min(longestNanos, nextNanos * 2);
    }

    private void open() {
        isShut = false;
        nextNanos = firstNanos;
    }
}
