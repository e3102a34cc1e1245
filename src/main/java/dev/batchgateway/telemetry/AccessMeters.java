package dev.batchgateway.telemetry;

import dev.batchgateway.access.AccessWatch;
import dev.batchgateway.access.Denial;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts callers who are not let in; every reason is there from the beginning. Thread-safe. */
public final class AccessMeters implements AccessWatch {
    private final Meter.MeterProvider<Counter> denials;

    /** @param registry keeps the meters */
    public AccessMeters(MeterRegistry registry) {
        this.denials = Metric.CALLERS_DENIED.counters(registry);
        for (Denial why : Denial.values()) {
            counter(why);
        }
    }

    @Override
    public void denied(Denial why) {
        counter(why).increment();
    }

    private Counter counter(Denial why) {
        return denials.withTags(Metric.CALLERS_DENIED.tags(Values.denial(why)));
    }
}
