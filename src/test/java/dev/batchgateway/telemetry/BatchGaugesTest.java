package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchGaugesTest {
    static final Set<Metric> SHOWN = Set.of(Metric.BATCHES, Metric.BATCHES_BOUND);

    private final AtomicInteger batches = new AtomicInteger();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void showsHowManyThereAreAndHowManyThereMayBe() {
        new BatchGauges(batches::get, 5).bindTo(registry);

        batches.set(3);

        assertEquals(3, registry.get(Metric.BATCHES.id()).gauge().value());
        assertEquals(5, registry.get(Metric.BATCHES_BOUND.id()).gauge().value());
    }
}
