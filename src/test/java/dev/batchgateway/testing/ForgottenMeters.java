package dev.batchgateway.testing;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Takes a gateway's meters away when it ends. Gateways of one test run follow each other in one JVM, whose registry
 * Quarkus keeps outside of development: the next one's gauges would be taken for those that are there, and show what
 * the first one holds. After all others that look at the end, which may count.
 */
@ApplicationScoped
class ForgottenMeters {
    void ended(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent end, MeterRegistry registry) {
        for (Meter meter : List.copyOf(registry.getMeters())) {
            registry.remove(meter);
        }
    }
}
