package dev.batchgateway.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Shows how it stands with the store that gateways share, when it is asked. Thread-safe. */
public final class SharedStoreMeters {
    private final Supplier<String> state;
    private final LongSupplier exchanges;
    private final LongSupplier failures;
    private final IntSupplier missing;

    /**
     * All are asked on any thread.
     *
     * @param state how it stands: {@code none}, {@code unknown}, {@code shared} or {@code lost}
     * @param exchanges how many there were
     * @param failures how many of them had no answer
     * @param missing how many records are to stand in its register and do not
     */
    public SharedStoreMeters(
            Supplier<String> state, LongSupplier exchanges, LongSupplier failures, IntSupplier missing) {
        this.state = state;
        this.exchanges = exchanges;
        this.failures = failures;
        this.missing = missing;
    }

    /** Registers all of them, to be told as long as this object is held. To be called once for a registry. */
    public void bindTo(MeterRegistry registry) {
        for (String one : Values.stores()) {
            Metric.SHARED_STORE.gauge(registry, () -> state.get().equals(one) ? 1 : 0, one);
        }
        Metric.REGISTER_MISSING.gauge(registry, missing::getAsInt);
        Metric.SHARED_STORE_EXCHANGES.counter(registry, this, meters -> meters.exchanges.getAsLong());
        Metric.SHARED_STORE_FAILURES.counter(registry, this, meters -> meters.failures.getAsLong());
    }
}
