package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.access.Denial;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessMetersTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AccessMeters meters = new AccessMeters(registry);

    @ParameterizedTest
    @EnumSource(Denial.class)
    void whoIsNotLetInIsCountedByReason(Denial why) {
        assertEquals(0, count(why));

        meters.denied(why);
        meters.denied(why);

        assertEquals(2, count(why));
    }

    @Test
    void everyReasonIsThereFromTheBeginning() {
        assertEquals(
                Denial.values().length,
                registry.get(Metric.CALLERS_DENIED.id()).counters().size());
    }

    private double count(Denial why) {
        return registry.get(Metric.CALLERS_DENIED.id())
                .tags(Metric.CALLERS_DENIED.tags(Values.denial(why)))
                .counter()
                .count();
    }
}
