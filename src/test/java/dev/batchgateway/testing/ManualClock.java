package dev.batchgateway.testing;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A monotonic clock in nanoseconds that only moves when it is told to. */
public final class ManualClock implements LongSupplier {
    /** Starts below zero, as System.nanoTime() may. */
    private volatile long nanos = -7_000_000_000L;

    @Override
    public long getAsLong() {
        return nanos;
    }

    /** Moves it on. */
    public void advance(Duration time) {
        moveTo(nanos + time.toNanos());
    }

    /** Moves it to {@code newNanos}, which is not before now. */
    public void moveTo(long newNanos) {
        if (newNanos < nanos) {
            throw new IllegalArgumentException("Time does not run backwards");
        }
        nanos = newNanos;
    }
}
