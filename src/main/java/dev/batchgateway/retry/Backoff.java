package dev.batchgateway.retry;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: doubling from a first to a longest wait, of which up to a half is left to
 * chance, so that calls that failed together do not come back together.
 */
public final class Backoff {
    private final long firstNanos;
    private final long longestNanos;
    private final DoubleSupplier random;

    /**
     * @param first the wait after the first attempt
     * @param longest the longest wait
     * @param random numbers from 0 (inclusive) to 1 (exclusive)
     */
    public Backoff(Duration first, Duration longest, DoubleSupplier random) {
        if (first.compareTo(longest) > 0) {
            throw new IllegalArgumentException("The first backoff " + first + " is longer than the longest " + longest);
        }
        this.firstNanos = first.toNanos();
        this.longestNanos = longest.toNanos();
        this.random = random;
    }

    /** The wait after {@code attempts} attempts, at least 1. */
    public long nanos(int attempts) {
        int doublings = Math.min(Math.max(0, attempts - 1), 30);
        // Compared before it is shifted: a shift may run over.
        long wait = firstNanos > longestNanos >> doublings ? longestNanos : firstNanos << doublings;
        return wait / 2 + (long) (wait / 2.0 * random.getAsDouble());
    }
}
