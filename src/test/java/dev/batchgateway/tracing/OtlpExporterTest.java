package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.tracing.OtelSettings.Queue;
import dev.batchgateway.tracing.OtelSettings.Sampling;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A collector that does not take spans costs a line of the log a minute, and nothing else. */
class OtlpExporterTest {
    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock();
    private final LoggedLines lines = new LoggedLines("");
    private final AtomicInteger status = new AtomicInteger(200);

    @BeforeEach
    void listen() {
        lines.start();
    }

    @AfterEach
    void end() {
        lines.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatIsTakenIsNotToldOf() throws IOException {
        HttpServer collector = collector();
        try {
            assertTrue(export(collector.getAddress().getPort()));
            assertEquals(List.of(), told());
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void whatIsNotTakenIsToldOfOnceAMinute() throws IOException {
        HttpServer collector = collector();
        int port = collector.getAddress().getPort();
        try {
            status.set(503);
            OtlpExporter exporter = exporter(URI.create("http://127.0.0.1:" + port + "/v1/traces"));
            for (int i = 0; i < 3; i++) {
                assertFalse(isTaken(exporter));
            }
            assertEquals(List.of("0 spans could not be delivered to 127.0.0.1:" + port + ": HTTP 503"), told());

            clock.advance(Duration.ofMinutes(1));
            assertFalse(isTaken(exporter));
            assertEquals(2, told().size(), () -> told().toString());
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void aCollectorThatIsNotThereIsToldOf() throws IOException {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }

        assertFalse(export(port));
        assertEquals(1, told().size(), () -> told().toString());
    }

    @Test
    void aCollectorThatSaysNothingIsNotWaitedForForLong() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFalse(export(silent.getLocalPort()));
        }
        assertEquals(1, told().size(), () -> told().toString());
    }

    private boolean export(int port) {
        return isTaken(exporter(URI.create("http://127.0.0.1:" + port + "/v1/traces")));
    }

    private OtlpExporter exporter(URI endpoint) {
        OtelSettings settings = new OtelSettings(
                endpoint,
                Map.of(),
                Duration.ofMillis(500),
                new Sampling(true, 1),
                Map.of(),
                new Queue(10, 10, Duration.ofSeconds(1)));
        return new OtlpExporter(vertx, settings, clock);
    }

    /** Of no spans: the way there is the same. */
    private static boolean isTaken(OtlpExporter exporter) {
        CompletableResultCode result = exporter.export(List.of()).join(10, TimeUnit.SECONDS);
        assertTrue(result.isDone());
        return result.isSuccess();
    }

    private List<String> told() {
        return lines.texts().stream()
                .filter(line -> line.contains("could not be delivered"))
                .toList();
    }

    private HttpServer collector() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
