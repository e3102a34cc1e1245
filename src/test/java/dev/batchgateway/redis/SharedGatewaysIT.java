package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RedisProcess;
import dev.batchgateway.testing.UsedTokens;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packaged programs with a real Redis between them: they count each other, and go on without it. */
class SharedGatewaysIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PERMITS = 1_000_000;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final HubSpotSimulator hubSpot =
            HubSpotSimulator.start(SimulatorSettings.withoutLatency().set(Limits.PERMITS, PERMITS));
    private final RedisProcess redis = RedisProcess.started();

    @AfterEach
    void nothingStaysBehind() {
        redis.close();
        hubSpot.close();
    }

    @Test
    void twoGatewaysShareABudgetLoseRedisAndFindItAgain() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            send(one);
            send(other);
            assertEventually(one, "shared", 2);
            assertEventually(other, "shared", 2);

            redis.kill();
            send(one);
            assertEventually(one, "lost", 2);
            send(other);
            assertEventually(other, "lost", 2);

            redis.start();
            send(one);
            send(other);
            assertEventually(one, "shared", 2);
        }
    }

    private GatewayProcess gateway() {
        return GatewayProcess.start(hubSpot.url(), Map.of("QUARKUS_REDIS_HOSTS", redis.url()));
    }

    private static void send(GatewayProcess gateway) {
        HttpResponse<String> answer =
                sent(HttpRequest.newBuilder(gateway.url().resolve("/crm/v3/objects/contacts/batch/create"))
                        .header("Authorization", UsedTokens.used("Bearer shared-gateways-1"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Batches.of(3, Batches::newContact))));
        assertTrue(answer.statusCode() == 201 || answer.statusCode() == 207, answer::body);
    }

    /** Batches keep the lane awake meanwhile: a gateway speaks with Redis while it has something to send. */
    private static void assertEventually(GatewayProcess gateway, String state, int members) {
        boolean isSo = Polling.until(PATIENCE, () -> {
            JsonObject data = state(gateway);
            boolean holds = state.equals(data.getString("state")) && data.getInteger("members") == members;
            if (!holds) {
                send(gateway);
            }
            return holds;
        });
        assertTrue(isSo, () -> state(gateway) + gateway.log());
    }

    private static JsonObject state(GatewayProcess gateway) {
        HttpResponse<String> ready =
                sent(HttpRequest.newBuilder(gateway.management().resolve("/q/health/ready")));
        assertEquals(200, ready.statusCode(), ready::body);
        return new JsonObject(ready.body())
                .getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .filter(check -> "shared budget".equals(check.getString("name")))
                        .map(check -> check.getJsonObject("data"))
                        .findFirst()
                        .orElseThrow();
    }

    private static HttpResponse<String> sent(HttpRequest.Builder request) {
        URI uri = request.build().uri();
        try {
            return CLIENT.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(uri.toString(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while " + uri + " was asked", e);
        }
    }
}
