package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionMetersTest {
    static final Set<Metric> SHOWN = Set.of(
            Metric.CONNECTIONS,
            Metric.CONNECTIONS_BOUND,
            Metric.CONNECTIONS_HELD_BYTES,
            Metric.CONNECTIONS_HELD_BOUND_BYTES);

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong withoutHead = new AtomicLong();
    private final AtomicLong idle = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final ConnectionMeters meters = new ConnectionMeters(
            open::get, 5_000, withoutHead::get, idle::get, new ConnectionMeters.Memory(held::get, 6_000, () -> 4));
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void connectionsAreShownBesideTheirBound() {
        meters.bindTo(registry);

        open.set(7);

        assertEquals(7, registry.get(Metric.CONNECTIONS.id()).gauge().value());
        assertEquals(5_000, registry.get(Metric.CONNECTIONS_BOUND.id()).gauge().value());
    }

    @Test
    void whatTheyHoldIsShownBesideItsBound() {
        meters.bindTo(registry);

        held.set(70);

        assertEquals(
                70, registry.get(Metric.CONNECTIONS_HELD_BYTES.id()).gauge().value());
        assertEquals(
                6_000,
                registry.get(Metric.CONNECTIONS_HELD_BOUND_BYTES.id()).gauge().value());
    }

    @Test
    void thoseThatWereClosedAreCountedByTheTimeThatWasOver() {
        meters.bindTo(registry);

        withoutHead.set(2);
        idle.set(3);

        assertEquals(2, closed("head"));
        assertEquals(3, closed("keep_alive"));
        assertEquals(4, closed("memory"));
    }

    private double closed(String limit) {
        return registry.get(Metric.CONNECTIONS_CLOSED.id())
                .tags("limit", limit)
                .functionCounter()
                .count();
    }
}
