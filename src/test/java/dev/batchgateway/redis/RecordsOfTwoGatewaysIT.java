package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.faults.SdkCaller;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorControl;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RedisProcess;
import dev.batchgateway.testing.UsedTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two packaged programs with a real Redis between them: a create that comes back at the other one is not made twice. */
class RecordsOfTwoGatewaysIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PATH = "/crm/v3/objects/deals/batch/create";
    private static final String BODY = Batches.of(100, Batches::newContact);
    /** Their names are of hexadecimal digits; a gateway's mark is not. */
    private static final String RECORDS = "batchgateway:record:1:[0-9a-f]*";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final HubSpotSimulator hubSpot =
            HubSpotSimulator.start(SimulatorSettings.withoutLatency().set(Limits.PERMITS, 1_000_000));
    private final SimulatorControl control = new SimulatorControl(hubSpot.url());
    private final RedisProcess redis = RedisProcess.started();

    @AfterEach
    void nothingStaysBehind() {
        redis.close();
        hubSpot.close();
    }

    @Test
    void theOtherGatewayRefusesAndTheOneThatHasTheRecordAnswers() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            control.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(2))));
            CompletableFuture<GatewayAnswer> first = send(one, "X-Stainless-Retry-Count", "0");
            assertTrue(Polling.until(PATIENCE, () -> control.summary().calls() == 1));

            GatewayAnswer elsewhere =
                    send(other, "X-Stainless-Retry-Count", "1").join();
            GatewayAnswer here = send(one, "X-Stainless-Retry-Count", "1").join();
            GatewayAnswer ended = send(other, "X-Stainless-Retry-Count", "2").join();

            assertRefused(elsewhere);
            assertRefused(ended);
            assertEquals(201, here.status());
            assertEquals(first.join().body(), here.body());
            assertEquals(0, control.doubles());
        }
    }

    /** A load balancer that keeps nobody at one of them; the SDK gives up before HubSpot has answered. */
    @Test
    void anSdkWhoseSlowCreateComesToTheOtherGatewayIsToldToStopAndNothingIsMadeTwice() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            // The first batch of a program takes a while.
            assertEquals(
                    201, send(one, "X-Gateway-Account", "first/batch").join().status());
            assertEquals(
                    201, send(other, "X-Gateway-Account", "first/batch").join().status());
            control.reset();
            control.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(4))));
            SdkCaller sdk = sdk(Duration.ofSeconds(2), one, other);

            GatewayAnswer answer = sdk.send(PATH, BODY);

            assertEquals(List.of("time-out", "409"), sdk.attempts());
            assertRefused(answer);
            assertTrue(Polling.until(PATIENCE, () -> control.calls().get(0).status() == 201));
            assertEquals(100, control.summary().writes());
            assertEquals(1, control.summary().calls());
            assertEquals(0, control.doubles());
        }
    }

    /** One that is told to end takes no new batch; the other does, and there was nothing to know of it. */
    @Test
    void anSdkThatMeetsAGatewayThatIsEndingIsServedByTheOther() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            control.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(5))));
            CompletableFuture<GatewayAnswer> heardOut =
                    send(one, PATH, Batches.of(1, position -> Batches.newContact(1_000)), "X-Request-Id", "before");
            assertTrue(Polling.until(PATIENCE, () -> control.summary().calls() == 1));
            one.terminate();
            assertTrue(Polling.until(PATIENCE, () -> probed(one) == 503));
            SdkCaller sdk = sdk(PATIENCE, one, other);

            GatewayAnswer answer = sdk.send(PATH, BODY);

            assertTrue(
                    List.of(List.of("503", "201"), List.of("no connection", "201"))
                            .contains(sdk.attempts()),
                    () -> sdk.attempts().toString());
            assertEquals(100, answer.count("Succeeded"));
            assertEquals(201, heardOut.join().status());
            assertEquals(101, control.summary().writes());
            assertEquals(0, control.doubles());
        }
    }

    @Test
    void aKeyIsKnownToAllGateways() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            assertEquals(201, send(one, "Idempotency-Key", "k").join().status());

            assertRefused(send(other, "Idempotency-Key", "k").join());
            assertEquals(
                    422,
                    send(other, PATH, Batches.of(1, Batches::newContact), "Idempotency-Key", "k")
                            .join()
                            .status());
            assertEquals(1, control.summary().calls());
        }
    }

    @Test
    void withoutRedisACreateThatComesBackIsRefusedWhereItIsNotKnown() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            assertEquals(201, send(one, "X-Stainless-Retry-Count", "0").join().status());
            redis.kill();

            assertRefused(send(other, "X-Stainless-Retry-Count", "1").join());
            assertEquals(201, send(one, "X-Stainless-Retry-Count", "1").join().status());
            GatewayAnswer keyed = send(other, "Idempotency-Key", "k").join();
            assertEquals(503, keyed.status(), keyed.body());
            assertTrue(!keyed.header("Retry-After").isEmpty());
            assertEquals(1, control.summary().calls());
        }
    }

    @Test
    void aCreateThatBeganWithoutRedisIsKnownToTheOtherGatewayWhenRedisIsBack() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            redis.kill();
            assertEquals(201, send(one, "X-Stainless-Retry-Count", "0").join().status());

            redis.start();
            assertTrue(Polling.until(PATIENCE, () -> redis.keys(RECORDS) == 1));

            assertRefused(send(other, "X-Stainless-Retry-Count", "1").join());
            assertEquals(1, control.summary().calls());
        }
    }

    @Test
    void aRedisThatHasLostEverythingKnowsTheRecordsAgain() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            assertEquals(201, send(one, "Idempotency-Key", "k").join().status());

            redis.kill();
            redis.start();
            assertTrue(Polling.until(PATIENCE, () -> redis.keys(RECORDS) == 2));

            assertRefused(send(other, "Idempotency-Key", "k").join());
            assertRefused(send(other, "X-Stainless-Retry-Count", "1").join());
            assertEquals(1, control.summary().calls());
        }
    }

    /** What died with it is not known to anybody: that is told, and not guessed. */
    @Test
    void theRecordsOfAGatewayThatDiesAreStillKnownToBeSomewhere() {
        try (GatewayProcess one = gateway();
                GatewayProcess other = gateway()) {
            assertEquals(201, send(one, "X-Stainless-Retry-Count", "0").join().status());
            one.kill();

            assertRefused(send(other, "X-Stainless-Retry-Count", "1").join());
            assertEquals(0, control.doubles());
        }
    }

    private GatewayProcess gateway() {
        return GatewayProcess.start(
                hubSpot.url(), Map.of("QUARKUS_REDIS_HOSTS", redis.url(), "GATEWAY_LIMIT_REDIS_TIMEOUT", "1s"));
    }

    private static SdkCaller sdk(Duration timeout, GatewayProcess... gateways) {
        return new SdkCaller(
                Arrays.stream(gateways).map(GatewayProcess::url).toList(),
                UsedTokens.used("Bearer records-of-two-sdk"),
                timeout,
                wait -> {});
    }

    private static int probed(GatewayProcess gateway) {
        URI ready = gateway.management().resolve("/q/health/ready");
        return CLIENT.sendAsync(HttpRequest.newBuilder(ready).timeout(PATIENCE).build(), BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    private static void assertRefused(GatewayAnswer answer) {
        assertEquals(409, answer.status(), answer.body());
        assertEquals("error", answer.text("status"));
        assertEquals("CONFLICT", answer.text("category"));
        assertEquals("false", answer.header("X-Should-Retry"));
    }

    private static CompletableFuture<GatewayAnswer> send(GatewayProcess gateway, String header, String value) {
        return send(gateway, PATH, BODY, header, value);
    }

    private static CompletableFuture<GatewayAnswer> send(
            GatewayProcess gateway, String path, String body, String header, String value) {
        URI uri = gateway.url().resolve(path);
        return CLIENT.sendAsync(
                        HttpRequest.newBuilder(uri)
                                .timeout(PATIENCE)
                                .header("Authorization", UsedTokens.used("Bearer records-of-two-1"))
                                .header("Content-Type", "application/json")
                                .header(header, value)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofByteArray())
                .thenApply(GatewayAnswer::of);
    }
}
