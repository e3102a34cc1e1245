package dev.batchgateway.telemetry;

import dev.batchgateway.resume.Found;
import dev.batchgateway.resume.Records;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;

/** Counts what became of requests that were sent again, and shows what is kept for those to come. Thread-safe. */
public final class ResendMeters implements Consumer<Found> {
    private final Meter.MeterProvider<Counter> resends;

    /** @param registry keeps the meters */
    public ResendMeters(MeterRegistry registry) {
        this.resends = Metric.RESENDS.counters(registry);
        for (Found found : Found.values()) {
            count(found, 0);
        }
    }

    /** Registers the gauges of {@code records}. To be called once for a registry. */
    public static void show(Records records, MeterRegistry registry) {
        Metric.RESUME_BYTES.gauge(registry, records::keptBytes);
        Metric.RESUME_BOUND_BYTES.gauge(registry, records::mostKeptBytes);
    }

    @Override
    public void accept(Found found) {
        count(found, 1);
    }

    private void count(Found found, int more) {
        resends.withTags(Metric.RESENDS.tags(Values.found(found))).increment(more);
    }
}
