package dev.batchgateway.limit;

/**
 * How many calls may be under way at once: cut by a third when HubSpot says it is overloaded (502, 503, 504: partly a
 * throttle, API-FACTS 3.1), at most once for the calls that were under way then, and grown by one for each round of
 * successes. Not thread-safe.
 */
public final class InFlight {
    private static final double CUT = 0.7;

    private final int most;
    private double bound;
    private long cutAt = Long.MIN_VALUE;

    /** @param most the bound it starts with and never exceeds, at least 1 */
    public InFlight(int most) {
        this.most = Math.max(1, most);
        this.bound = this.most;
    }

    /** Calls that may be under way now, at least 1. */
    public int bound() {
        return (int) bound;
    }

    /** A call ended well. */
    public void succeeded() {
        bound = Math.min(most, bound + 1 / bound);
    }

    /** A call that was sent at {@code sentAt} met an overloaded HubSpot; it is now {@code now}. */
    public void overloaded(long sentAt, long now, int underWay) {
        if (cutAt == Long.MIN_VALUE || sentAt - cutAt > 0) {
            bound = Math.max(1, Math.min(bound, Math.max(1, underWay)) * CUT);
            cutAt = now;
        }
    }
}
