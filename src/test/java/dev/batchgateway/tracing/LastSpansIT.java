package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.ExportedSpan;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.SpanCollector;
import dev.batchgateway.testing.UsedTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The packaged program is told to end while it has spans that it has not sent. */
class LastSpansIT {
    private static final String NOT_BEFORE_THE_END = "600000";

    private final HubSpotSimulator hubSpot = HubSpotSimulator.start();

    @AfterEach
    void end() {
        hubSpot.close();
    }

    @Test
    void onSigtermTheyAreSent() throws Exception {
        SpanCollector collector = new SpanCollector();
        Map<String, String> variables = new HashMap<>();
        collector.start().forEach((name, value) -> variables.put(variable(name), value));
        variables.put("OTEL_BSP_SCHEDULE_DELAY", NOT_BEFORE_THE_END);
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), variables)) {
            send(gateway);
            assertEquals(List.of(), SpanCollector.spans());

            gateway.terminate();
            assertEnded(gateway);

            assertEquals(
                    List.of("attempt object_create", "batch object_create"),
                    SpanCollector.spans().stream()
                            .map(ExportedSpan::name)
                            .sorted()
                            .toList());
        } finally {
            collector.stop();
        }
    }

    /** It would be waited for two minutes, were it not the end. */
    @Test
    void aCollectorThatSaysNothingDoesNotHoldTheEndForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GatewayProcess gateway = GatewayProcess.start(
                        hubSpot.url(),
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://127.0.0.1:" + silent.getLocalPort(),
                                "OTEL_EXPORTER_OTLP_TIMEOUT",
                                "120000",
                                "OTEL_BSP_SCHEDULE_DELAY",
                                NOT_BEFORE_THE_END))) {
            send(gateway);

            long told = System.nanoTime();
            gateway.terminate();
            assertEnded(gateway);

            Duration took = Duration.ofNanos(System.nanoTime() - told);
            // 5 s for the collector, and what a busy machine needs for the rest.
            assertTrue(took.compareTo(Duration.ofSeconds(15)) < 0, took::toString);
        }
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static void send(GatewayProcess gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/crm/v3/objects/contacts/batch/create"))
                .header("Authorization", UsedTokens.used("Bearer last-spans"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Batches.of(1, Batches::newContact)))
                .build();
        assertEquals(
                201,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode());
    }

    private static void assertEnded(GatewayProcess gateway) throws InterruptedException {
        int status = gateway.exitStatus();
        assertTrue(status == 143 || status == 0, () -> "exit status " + status);
    }
}
