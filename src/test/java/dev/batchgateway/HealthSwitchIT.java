package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, asked by itself how it is, as the images' health checks do. */
class HealthSwitchIT {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theProgramTellsWhetherTheOneBesideItLives() throws Exception {
        int port;
        try (GatewayProcess gateway = GatewayProcess.start(NOWHERE, Map.of())) {
            port = gateway.management().getPort();

            assertEquals(0, asked(port));

            gateway.kill();
            gateway.exitStatus();
            assertEquals(1, asked(port));
        }
    }

    /** Else a health check would write into the log every few seconds. */
    private int asked(int port) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(GatewayProcess.command());
        command.add("--health");
        Path output = folder.resolve("output");
        ProcessBuilder question =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        question.environment()
                .putAll(Map.of(
                        "QUARKUS_MANAGEMENT_HOST", "127.0.0.1", "QUARKUS_MANAGEMENT_PORT", String.valueOf(port)));
        Process process = question.start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it serves, instead of asking");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(
                List.of(),
                Files.readAllLines(output).stream()
                        .filter(line -> !line.startsWith("Picked up JAVA_"))
                        .toList());
        return process.exitValue();
    }
}
