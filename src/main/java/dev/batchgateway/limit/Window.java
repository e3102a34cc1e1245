package dev.batchgateway.limit;

import java.util.PriorityQueue;

/**
 * HubSpot's rolling window: at most N calls in any span of its length (190 per 10 s: the 191st waits until the first
 * is ten seconds old). A permit is held while its call is under way, because nobody knows when HubSpot counts it, and
 * comes back one window after the latest moment it can have been counted (DESIGN section 5). So there are never more
 * than N calls in any window at HubSpot either, whatever the latency.
 *
 * <p>Times are nanoseconds of one monotonic clock; those given must not run backwards by more than a window. Not
 * thread-safe.
 */
public final class Window {
    private int permits;
    private long lengthNanos;
    private int underWay;
    private long gone;
    /** When each permit whose call has ended comes back. */
    private final PriorityQueue<Long> comingBack = new PriorityQueue<>();

    /**
     * @param permits calls in a window, at least 1
     * @param lengthNanos its length, more than 0
     */
    public Window(int permits, long lengthNanos) {
        if (permits < 1 || lengthNanos <= 0) {
            throw new IllegalArgumentException("A window of " + permits + " permits in " + lengthNanos + " ns");
        }
        this.permits = permits;
        this.lengthNanos = lengthNanos;
    }

    /** Takes a permit, if there is one. */
    public boolean tryTake(long now) {
        if (available(now) <= 0) {
            return false;
        }
        underWay++;
        return true;
    }

    /** The call of one permit was counted at {@code countedAt} at the latest. */
    public void ended(long countedAt) {
        underWay--;
        comingBack.add(countedAt + lengthNanos);
    }

    /** One permit was not used after all. */
    public void unused() {
        underWay--;
    }

    /**
     * HubSpot says that {@code remaining} calls are left. If our own count says more, somebody else has made the
     * difference, at some moment up to now; those permits come back one window from now.
     *
     * <p>Our own count is the highest there can have been since the call was sent. Wrong: a burst of 100 calls leaves
     * the window while one call is under way; HubSpot counted them still, we count them no more, and a hundred
     * strangers are seen where there are none. So what has come back since then is left out.
     *
     * @param goneWhenSent {@link #gone} when the call that was answered so was sent
     */
    public void remainingAt(int remaining, long goneWhenSent, long now) {
        int own = available(now) - Math.toIntExact(gone - goneWhenSent);
        for (int strangers = own - Math.max(0, remaining); strangers > 0; strangers--) {
            comingBack.add(now + lengthNanos);
        }
    }

    /** HubSpot says what the limit is. */
    public void learn(int newPermits, long newLengthNanos) {
        permits = Math.max(1, newPermits);
        lengthNanos = newLengthNanos > 0 ? newLengthNanos : lengthNanos;
    }

    /** Permits that can be taken now; negative when the limit was lowered below what is in use. */
    public int available(long now) {
        while (!comingBack.isEmpty() && comingBack.element() <= now) {
            comingBack.remove();
            gone++;
        }
        return permits - underWay - comingBack.size();
    }

    /** When the next permit comes back; {@link Long#MAX_VALUE} when that depends on calls that are under way. */
    public long nextAt() {
        Long next = comingBack.peek();
        return next == null ? Long.MAX_VALUE : next;
    }

    /** Permits that have come back so far, those of strangers included. */
    public long gone() {
        return gone;
    }

    /** Calls in a window. */
    public int permits() {
        return permits;
    }

    /** Its length. */
    public long lengthNanos() {
        return lengthNanos;
    }

    /** Calls under way. */
    public int underWay() {
        return underWay;
    }
}
