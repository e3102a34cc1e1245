package dev.batchgateway.telemetry;

import dev.batchgateway.dispatch.Accounts;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** Shows how accounts and their lanes are, when it is asked. Thread-safe. */
public final class LaneGauges {
    private final Accounts accounts;
    private final LongSupplier clock;

    /**
     * @param accounts whose lanes are shown
     * @param clock a monotonic clock, in nanoseconds
     */
    public LaneGauges(Accounts accounts, LongSupplier clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Registers every gauge. To be called once for a registry. */
    public void bindTo(MeterRegistry registry) {
        bindLanes(registry, false);
        bindLanes(registry, true);
        Metric.PROCESS_IN_FLIGHT.gauge(registry, accounts::underWay);
        Metric.PROCESS_IN_FLIGHT_BOUND.gauge(registry, accounts::mostUnderWay);
        Metric.ACCOUNTS.gauge(registry, accounts::size);
        Metric.QUOTA_CLOSED.gauge(registry, accounts::closed);
        Metric.QUOTA_REMAINING.gauge(registry, this::quotaRemaining);
    }

    private void bindLanes(MeterRegistry registry, boolean associations) {
        LastTotals totals = new LastTotals(() -> LaneTotals.of(accounts.lanes(associations)), clock);
        bind(Metric.WINDOW_PERMITS, registry, associations, totals, LaneTotals::permits);
        bind(Metric.WINDOW_AVAILABLE, registry, associations, totals, LaneTotals::available);
        bind(Metric.IN_FLIGHT, registry, associations, totals, LaneTotals::underWay);
        bind(Metric.IN_FLIGHT_BOUND, registry, associations, totals, LaneTotals::inFlightBound);
        bind(Metric.BATCHES_WAITING, registry, associations, totals, LaneTotals::waiting);
        bind(Metric.LANES_SHUT, registry, associations, totals, LaneTotals::shut);
        bind(Metric.LANES_ALONE, registry, associations, totals, LaneTotals::alone);
    }

    private static void bind(
            Metric metric,
            MeterRegistry registry,
            boolean associations,
            LastTotals totals,
            ToLongFunction<LaneTotals> value) {
        metric.gauge(registry, () -> value.applyAsLong(totals.get()), Values.budget(associations));
    }

    private double quotaRemaining() {
        long least = accounts.leastDailyRemaining();
        return least < 0 ? Double.NaN : least;
    }
}
