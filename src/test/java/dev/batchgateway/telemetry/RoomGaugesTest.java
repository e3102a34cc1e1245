package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.batchgateway.dispatch.CallRoom;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomGaugesTest {
    static final Set<Metric> SHOWN = Set.of(
            Metric.HELD_BYTES,
            Metric.HELD_BOUND_BYTES,
            Metric.SPOOL_BYTES,
            Metric.SPOOL_BOUND_BYTES,
            Metric.IN_FLIGHT_BYTES,
            Metric.IN_FLIGHT_BOUND_BYTES);

    @Test
    void showsWhatIsHeldAndWhatIsOnDisk(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        Room room = new Room(1_000, 1_000);
        Spool spool = new Spool(directory, 2_000, vertx.fileSystem());
        MeterRegistry registry = new SimpleMeterRegistry();
        new RoomGauges(room, spool, new CallRoom(3_000, (nanos, task) -> () -> {})).bindTo(registry);
        room.share("a").force(30);
        CompletableFuture<Long> put = new CompletableFuture<>();
        vertx.runOnContext(
                v -> put.complete(spool.open(vertx.getOrCreateContext()).append(Buffer.buffer("four"))));
        assertEquals(0, put.get(10, TimeUnit.SECONDS));

        assertEquals(30, value(registry, Metric.HELD_BYTES));
        assertEquals(1_000, value(registry, Metric.HELD_BOUND_BYTES));
        assertEquals(4, value(registry, Metric.SPOOL_BYTES));
        assertEquals(2_000, value(registry, Metric.SPOOL_BOUND_BYTES));
        assertEquals(0, value(registry, Metric.IN_FLIGHT_BYTES));
        assertEquals(3_000, value(registry, Metric.IN_FLIGHT_BOUND_BYTES));
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static double value(MeterRegistry registry, Metric metric) {
        Gauge gauge = registry.find(metric.id()).gauge();
        assertNotNull(gauge, metric::id);
        return gauge.value();
    }
}
