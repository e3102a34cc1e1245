package dev.batchgateway.telemetry;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The totals as they were a moment ago. Gauges are read one by one: so the numbers of one scrape fit together, and a
 * thousand lanes are locked once for it and not once for each gauge. Thread-safe.
 */
final class LastTotals {
    private static final long MOMENT_NANOS = Duration.ofMillis(100).toNanos();

    private final Supplier<LaneTotals> now;
    private final LongSupplier clock;
    private @Nullable LaneTotals last;
    private long lastAt;

    /**
     * @param now how they are
     * @param clock a monotonic clock, in nanoseconds
     */
    LastTotals(Supplier<LaneTotals> now, LongSupplier clock) {
        this.now = now;
        this.clock = clock;
    }

    /** How they were at most a tenth of a second ago. */
    synchronized LaneTotals get() {
        LaneTotals totals = last;
        if (totals == null || clock.getAsLong() - lastAt >= MOMENT_NANOS) {
            totals = now.get();
            last = totals;
            lastAt = clock.getAsLong();
        }
        return totals;
    }
}
