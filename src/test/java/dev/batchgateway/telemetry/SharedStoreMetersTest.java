package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.redis.SharedState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SharedStoreMetersTest {
    static final Set<Metric> SHOWN = Set.of(Metric.SHARED_STORE, Metric.REGISTER_MISSING);

    private final AtomicReference<String> state = new AtomicReference<>("unknown");
    private final AtomicLong exchanges = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicInteger missing = new AtomicInteger();
    private final SharedStoreMeters meters =
            new SharedStoreMeters(state::get, exchanges::get, failures::get, missing::get);
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void oneStateIsShownAtATime() {
        meters.bindTo(registry);

        assertEquals("unknown", shown());
        state.set("lost");
        assertEquals("lost", shown());
    }

    @Test
    void exchangesAndThoseWithoutAnAnswerAreCounted() {
        meters.bindTo(registry);

        exchanges.set(7);
        failures.set(2);

        assertEquals(
                7,
                registry.get(Metric.SHARED_STORE_EXCHANGES.id())
                        .functionCounter()
                        .count());
        assertEquals(
                2,
                registry.get(Metric.SHARED_STORE_FAILURES.id())
                        .functionCounter()
                        .count());
    }

    @Test
    void whatItsRegisterLacksIsShown() {
        meters.bindTo(registry);

        missing.set(3);

        assertEquals(3, registry.get(Metric.REGISTER_MISSING.id()).gauge().value());
    }

    @Test
    void theStatesAreThoseThatThereAre() {
        assertEquals(
                Arrays.stream(SharedState.Kind.values())
                        .map(SharedState.Kind::word)
                        .toList(),
                Values.stores());
    }

    private String shown() {
        return String.join(
                " ",
                Values.stores().stream()
                        .filter(one -> registry.get(Metric.SHARED_STORE.id())
                                        .tags("state", one)
                                        .gauge()
                                        .value()
                                == 1)
                        .toList());
    }
}
