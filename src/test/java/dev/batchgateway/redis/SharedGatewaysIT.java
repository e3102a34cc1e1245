package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.faults.Answered;
import dev.batchgateway.faults.Batch;
import dev.batchgateway.faults.GatewayCaller;
import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.ReceivedCall;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packaged programs with a real Redis between them: they spend one budget, count each other, and go on without it. */
class SharedGatewaysIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOKEN = "Bearer shared-gateways-1";
    private static final int PERMITS = 1_000_000;
    /** So few calls in so short a window that two loaded gateways wait for permits all the time. */
    private static final int FEW = 20;

    private static final int SHORT_MILLIS = 2_000;
    private static final int INPUTS_OF_A_CALL = 100;
    private static final int CALLS = 100;
    private static final int FEWER_CALLS = 20;

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

    /** Without Redis between them each would spend the whole of it, and HubSpot refuse what is over. */
    @Test
    void twoLoadedGatewaysSpendOneBudgetTogetherAndHubSpotRefusesNothing() {
        hubSpot.settings().set(Limits.PERMITS, FEW).set(Limits.WINDOW_MILLIS, SHORT_MILLIS);
        Map<String, String> environment = Map.of(
                "GATEWAY_LIMIT_PERMITS",
                String.valueOf(FEW),
                "GATEWAY_LIMIT_WINDOW",
                SHORT_MILLIS + "ms",
                "GATEWAY_LIMIT_REDIS_TIMEOUT",
                "1s");
        try (GatewayProcess one = gateway(environment);
                GatewayProcess other = gateway(environment)) {
            CompletableFuture<Answered> tickets = load(one, "tickets", CALLS);
            CompletableFuture<Answered> deals = load(other, "deals", FEWER_CALLS);

            assertEquals(CALLS * INPUTS_OF_A_CALL, tickets.join().succeeded());
            assertEquals(FEWER_CALLS * INPUTS_OF_A_CALL, deals.join().succeeded());
        }

        List<ReceivedCall> calls = hubSpot.ledger().calls();
        assertEquals(
                Map.of(200, CALLS + FEWER_CALLS), hubSpot.ledger().summary().statuses());
        int most = mostInAWindow(calls);
        assertTrue(most <= FEW, () -> most + " calls in one window");
        int alone = mostInAWindow(of("tickets", calls));
        assertTrue(alone > FEW / 2, () -> alone + " calls of one in a window: it may have more than a half");
        Instant first = of("deals", calls).get(0).at();
        Instant last = of("deals", calls).get(FEWER_CALLS - 1).at();
        long beside = of("tickets", calls).stream()
                .filter(call -> call.at().isAfter(first) && call.at().isBefore(last))
                .count();
        assertTrue(beside > FEWER_CALLS / 4, () -> beside + " calls of one beside the other's " + FEWER_CALLS);
        assertTrue(beside < 4 * FEWER_CALLS, () -> beside + " calls of one beside the other's " + FEWER_CALLS);
    }

    private static List<ReceivedCall> of(String type, List<ReceivedCall> calls) {
        return calls.stream().filter(call -> call.path().contains(type)).toList();
    }

    private static CompletableFuture<Answered> load(GatewayProcess gateway, String type, int calls) {
        return new GatewayCaller(gateway.url(), TOKEN)
                .sendAsync(Batch.upserts(type, "shared", calls * INPUTS_OF_A_CALL));
    }

    /** Of any window that begins with a call. Clocks count whole milliseconds here and there, so it is one shorter. */
    private static int mostInAWindow(List<ReceivedCall> calls) {
        List<Instant> times = calls.stream().map(ReceivedCall::at).sorted().toList();
        return times.stream()
                .mapToInt(from -> (int) times.stream()
                        .filter(at -> !at.isBefore(from) && at.isBefore(from.plusMillis(SHORT_MILLIS - 1)))
                        .count())
                .max()
                .orElseThrow();
    }

    private GatewayProcess gateway() {
        return gateway(Map.of());
    }

    private GatewayProcess gateway(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("QUARKUS_REDIS_HOSTS", redis.url());
        return GatewayProcess.start(hubSpot.url(), environment);
    }

    private static void send(GatewayProcess gateway) {
        HttpResponse<String> answer =
                sent(HttpRequest.newBuilder(gateway.url().resolve("/crm/v3/objects/contacts/batch/create"))
                        .header("Authorization", UsedTokens.used(TOKEN))
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
