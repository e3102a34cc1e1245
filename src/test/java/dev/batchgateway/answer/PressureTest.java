package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.spool.Spool;
import dev.batchgateway.spool.SpoolFile;
import dev.batchgateway.testing.Polling;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real disk. */
class PressureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MUCH = 2 * 1024 * 1024;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void whileTheDiskCannotFollowTheBatchPauses() {
        loop.runOnContext(v -> {
            SpoolFile file = new Spool(directory, MUCH, vertx.fileSystem()).open(loop);
            Pressure pressure = new Pressure(file);
            pressure.on(() -> told.add("full"), () -> told.add("busy"), () -> told.add("free"));
            file.append(Buffer.buffer(new byte[1_000]));
            pressure.look();
            told.add("little was put in");
            file.append(Buffer.buffer(new byte[MUCH / 2]));
            pressure.look();
            pressure.look();
        });

        assertTrue(Polling.until(PATIENCE, () -> told.contains("free")), told::toString);
        assertEquals(List.of("little was put in", "busy", "free"), told);
    }

    @Test
    void thatThereIsNoRoomIsToldOnce() {
        Pressure pressure = new Pressure(new Spool(directory, 0, vertx.fileSystem()).open(loop));
        pressure.on(() -> told.add("full"), () -> {}, () -> {});

        pressure.full();
        pressure.full();

        assertEquals(List.of("full"), told);
    }

    @Test
    void switchedOffItTellsNobody() {
        Pressure pressure = new Pressure(new Spool(directory, 0, vertx.fileSystem()).open(loop));
        pressure.on(() -> told.add("full"), () -> {}, () -> {});

        pressure.off();
        pressure.full();

        assertEquals(List.of(), told);
    }
}
