package dev.batchgateway.limit;

/**
 * Spreads calls over a window that is shared with strangers: each answer is a reading of what they do, and a burst
 * would leave the window as a burst, with nothing read in between and nothing to give up when more of them come. A
 * bucket of two calls that fills at the rate asked for. Not thread-safe.
 */
final class Spread {
    private static final double MOST = 2;

    private double calls = MOST;
    private double perNano;
    private long filledAt;

    /** Full, as it is while nobody shares. */
    void full(long now) {
        calls = MOST;
        filledAt = now;
    }

    /** Lets it fill at {@code newPerNano} calls in a nanosecond, from the last time on. */
    void fill(long now, double newPerNano) {
        perNano = newPerNano;
        calls = Math.min(MOST, calls + Math.max(0, now - filledAt) * perNano);
        filledAt = now;
    }

    /** Calls that may be made now. */
    int whole() {
        return (int) Math.floor(calls);
    }

    void taken() {
        calls--;
    }

    /** When the next call may be made, if there is none now. */
    long nextAt() {
        return filledAt + 1 + (long) Math.ceil(Math.max(0, 1 - calls) / perNano);
    }
}
