package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.tracing.OtelSettings.Queue;
import dev.batchgateway.tracing.OtelSettings.Sampling;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
    private static final Target TARGET =
            new Target(Operation.OBJECT_CREATE, "/crm/v3/objects/contacts/batch/create", null, "contacts");

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
            assertEquals(List.of("2 spans could not be delivered to 127.0.0.1:" + port + ": HTTP 503"), told());

            clock.advance(Duration.ofMinutes(1));
            assertFalse(isTaken(exporter));
            assertEquals(2, told().size(), () -> told().toString());
            assertTrue(told().get(1).startsWith("6 spans could not be delivered"), () -> told().toString());
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

    /** It is never idle, and never done. */
    @Test
    void aCollectorThatAnswersForEverIsNotHeardOut() throws IOException {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerForEver(endless));
            answering.start();

            assertFalse(export(endless.getLocalPort()));
            assertTrue(Polling.until(Duration.ofSeconds(10), () -> !answering.isAlive()), "The connection is kept");
        }
        assertEquals(1, told().size(), () -> told().toString());
    }

    /** Until it is hung up on. */
    private static void answerForEver(ServerSocket endless) {
        try (Socket socket = endless.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1_000_000; i++) {
                out.write('.');
                Polling.pause(Duration.ofMillis(50));
            }
        } catch (IOException hungUp) {
            // As it should be.
        }
    }

    private boolean export(int port) {
        return isTaken(exporter(URI.create("http://127.0.0.1:" + port + "/v1/traces")));
    }

    private OtlpExporter exporter(URI endpoint) {
        return new OtlpExporter(vertx, settings(endpoint), new ExportRetry(() -> 0), clock);
    }

    private static OtelSettings settings(URI endpoint) {
        return new OtelSettings(
                endpoint,
                Map.of(),
                "",
                false,
                Duration.ofMillis(500),
                new Sampling(true, 1),
                Map.of(),
                new Queue(10, 10, Duration.ofSeconds(1)));
    }

    /** Two of them. */
    private static boolean isTaken(OtlpExporter exporter) {
        CollectedSpans collected = new CollectedSpans();
        URI nobody = URI.create("http://nobody");
        Tracing tracing = new OtelTracing(settings(nobody), SimpleSpanProcessor.create(collected), () -> {}, nobody);
        for (int i = 0; i < 2; i++) {
            tracing.begin(TARGET, "id", name -> "").refused(400, "SOME");
        }
        CompletableResultCode result = exporter.export(collected.spans()).join(10, TimeUnit.SECONDS);
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
