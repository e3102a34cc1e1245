package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.batchgateway.resume.Found;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ResendMetersTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsWhatWasFoundAndHasEverySeriesFromTheBeginning() {
        ResendMeters meters = new ResendMeters(registry);

        meters.accept(Found.RUNNING);
        meters.accept(Found.RUNNING);

        for (Found found : Found.values()) {
            Counter counter = registry.find(Metric.RESENDS.id())
                    .tags(Metric.RESENDS.tags(Values.found(found)))
                    .counter();
            assertNotNull(counter, found::name);
            assertEquals(found == Found.RUNNING ? 2 : 0, counter.count(), found::name);
        }
    }
}
