package dev.batchgateway.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** Shows how many batches are served, and how many may be, when it is asked. Thread-safe. */
public final class BatchGauges {
    private final IntSupplier batches;
    private final int most;

    /**
     * @param batches how many there are now; asked on any thread
     * @param most their bound
     */
    public BatchGauges(IntSupplier batches, int most) {
        this.batches = batches;
        this.most = most;
    }

    /** Registers both gauges. To be called once for a registry. */
    public void bindTo(MeterRegistry registry) {
        Metric.BATCHES.gauge(registry, batches::getAsInt);
        Metric.BATCHES_BOUND.gauge(registry, () -> most);
    }
}
