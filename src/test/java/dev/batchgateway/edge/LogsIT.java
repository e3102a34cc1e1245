package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.UsedTokens;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged program's log, in lines and in JSON. */
class LogsIT {
    @Test
    void everyLineIsAnObjectWhenJsonIsSwitchedOn() throws Exception {
        List<String> log = logOfABatch(Map.of("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true"));

        List<JsonObject> lines = log.stream().map(JsonObject::new).toList();
        JsonObject batch = lines.stream()
                .filter(line -> line.getString("message").startsWith("batch "))
                .findFirst()
                .orElseThrow();
        assertEquals("json-log-1", batch.getJsonObject("mdc").getString("requestId"));
        assertEquals("2", batch.getJsonObject("mdc").getString("succeeded"));
        assertEquals("INFO", batch.getString("level"));
    }

    @Test
    void itIsLinesOfTextOtherwise() throws Exception {
        List<String> log = logOfABatch(Map.of());

        assertTrue(
                log.stream().anyMatch(line -> line.contains("batch requestId=json-log-1 operation=object_create ")),
                log::toString);
    }

    private static List<String> logOfABatch(Map<String, String> environment) throws Exception {
        try (HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
                GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), environment)) {
            HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/crm/v3/objects/contacts/batch/create"))
                    .header("Authorization", UsedTokens.used("Bearer logs-it-0123456789"))
                    .header("Content-Type", "application/json")
                    .header("X-Request-Id", "json-log-1")
                    .POST(BodyPublishers.ofString(Batches.of(2, Batches::newContact)))
                    .build();
            assertEquals(
                    201,
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .statusCode());
            for (int i = 0; i < 250 && !gateway.log().contains("json-log-1"); i++) {
                Polling.pause(Duration.ofMillis(20));
            }
            return gateway.log().lines().toList();
        }
    }
}
