package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.batchgateway.resume.Found;
import dev.batchgateway.resume.Owners;
import dev.batchgateway.resume.Records;
import dev.batchgateway.resume.ResumeConfig;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
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

    @Test
    void showsWhatIsKept() {
        ManualClock clock = new ManualClock();
        Records records = new Records(
                new ResumeConfig(Duration.ofSeconds(1), 1, Duration.ofSeconds(1)),
                Owners.ALONE,
                new ManualTimer(clock),
                Clock.systemUTC(),
                clock,
                found -> {});

        ResendMeters.show(records, registry);

        Gauge gauge = registry.find(Metric.RESUME_BYTES.id()).gauge();
        assertNotNull(gauge);
        assertEquals(0, gauge.value());
    }
}
