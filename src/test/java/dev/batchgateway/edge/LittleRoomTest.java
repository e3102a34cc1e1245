package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Limits;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.ForgetfulGateway;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.StreamCall;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What batches hold is bounded; what does not fit is on disk, or refused before anything is sent. */
@QuarkusTest
@TestProfile(ForgetfulGateway.class)
class LittleRoomTest extends GatewayTest {
    private static final String UPSERT = "/crm/v3/objects/tickets/batch/upsert";
    private static final String LONG = "y".repeat(700);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TestHTTPResource(management = true)
    URI management;

    /** A result is about 400 bytes longer than its input. */
    @Test
    void anAnswerLargerThanTheMemoryForItComesFromDiskWholeAndInOrder() {
        GatewayAnswer answer = post(UPSERT, batch(0, 7_500, 10));

        assertEquals(200, answer.status());
        assertTrue(
                answer.body().length() > ForgetfulGateway.MAX_HELD,
                answer.body().length() + " bytes");
        assertEquals(7_500, answer.count("Succeeded"));
        assertEquals(IntStream.range(0, 7_500).mapToObj(i -> "y".repeat(10) + i).toList(), answer.properties("name"));
    }

    @Test
    void aBodyThatCanNeverBeHeldIsTooLarge() {
        GatewayAnswer answer = post(UPSERT, batch(0, 4_000, 700));

        assertEquals(413, answer.status(), answer.body());
        assertTrue(answer.body().contains("gateway.edge.max-held"), answer.body());
        assertTrue(answer.body().contains("application/x-ndjson"), answer.body());
        assertEquals(0, simulator.summary().calls());
    }

    @Test
    void aBodyOfUnknownLengthThatOutgrowsAllTheRoomIsRefusedForGoodAndNothingOfItWasSent() {
        GatewayAnswer answer = new RawRequest("POST", UPSERT)
                .with("Authorization", token)
                .with("Content-Type", "application/json")
                .body(batch(0, 4_000, 700))
                .chunked(16_000)
                .send();

        assertEquals(413, answer.status(), answer.body());
        assertTrue(answer.body().contains("gateway.edge.max-held"), answer.body());
        assertEquals(0, simulator.summary().calls());
    }

    @Test
    void whileOneBatchFillsItsCallersRoomTheNextIsRefusedAtOnceAndAnothersIsServed() throws Exception {
        assertEquals(200, post(UPSERT, batch(0, 1, 10)).status());
        simulator.set(Limits.LATENCY_MAX_MILLIS, 1_500).set(Limits.LATENCY_MIN_MILLIS, 1_500);
        CompletableFuture<GatewayAnswer> first =
                CompletableFuture.supplyAsync(() -> post(UPSERT, batch(0, 1_800, 700)));
        assertTrue(Polling.until(PATIENCE, () -> simulator.summary().calls() > 2));

        GatewayAnswer refused = post(UPSERT, batch(5_000, 1_800, 700));
        GatewayAnswer other = GatewayAnswer.of(caller(token + "-other")
                .body(batch(9_000, 10, 700).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post(UPSERT));

        assertEquals(503, refused.status(), refused.body());
        assertFalse(refused.header("Retry-After").isEmpty());
        assertTrue(refused.body().contains("This caller's batches"), refused.body());
        assertEquals(200, other.status(), other.body());
        assertEquals(1_800, first.get().count("Succeeded"));
        assertEquals(200, post(UPSERT, batch(5_000, 1_800, 700)).status(), "the room is given back");
    }

    /** Of 2,000,000 bytes for one caller two thirds are for streams, 256 KiB for each: five of them. */
    @Test
    void whileStreamsFillTheirPartTheNextIsRefusedAndABodyIsServed() {
        GatewayLoad load = new GatewayLoad(management());
        assertTrue(Polling.until(PATIENCE, () -> load.heldBytes() == 0), "another test has left something");
        List<StreamCall> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            StreamCall stream = StreamCall.open(gateway(), UPSERT, token).send(input(i, "\"name\":\"a\""));
            assertEquals("succeeded", Objects.requireNonNull(stream.next()).getString("outcome"));
            streams.add(stream);
        }

        GatewayAnswer refused = new RawRequest("POST", UPSERT)
                .with("Authorization", token)
                .with("Content-Type", "application/x-ndjson")
                .with("Accept", "application/x-ndjson")
                .body(input(9, "\"name\":\"b\"") + "\n")
                .send();
        GatewayAnswer body = post(UPSERT, batch(100, 300, 700));

        assertEquals(503, refused.status(), refused.body());
        assertTrue(
                refused.body().contains("This caller's batches fill the memory there is for streams"), refused.body());
        assertFalse(refused.header("Retry-After").isEmpty());
        assertEquals(300, body.count("Succeeded"), body.body());
        for (StreamCall stream : streams) {
            JsonObject summary = Objects.requireNonNull(stream.end().next()).getJsonObject("summary");
            assertEquals(1, summary.getInteger("succeeded"));
            stream.close();
        }
        assertTrue(Polling.until(PATIENCE, () -> load.heldBytes() == 0), () -> load.heldBytes() + " bytes");
    }

    @Test
    void whereThereIsNoDiskLeftTheRestIsUnsentAndWhatHubSpotAnsweredIsThere() {
        int inputs = 12_000;

        GatewayAnswer answer = post(UPSERT, batch(0, inputs, 1));

        List<String> reasons = answer.errors().stream()
                .map(error -> error.getString("subCategory"))
                .distinct()
                .toList();
        assertEquals(207, answer.status());
        assertEquals(List.of("gateway.NO_ROOM"), reasons);
        assertEquals(answer.count("Succeeded"), answer.results().size());
        assertEquals(inputs, answer.count("Succeeded") + answer.count("Unsent"));
        assertTrue(answer.count("Unsent") > 0 && answer.count("Succeeded") > 0);
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private static String batch(int from, int inputs, int length) {
        return Batches.of(inputs, i -> input(from + i, "\"name\":\"" + LONG.substring(0, length) + (from + i) + "\""));
    }

    private static String input(int position, String properties) {
        return "{\"idProperty\":\"unique_ref\",\"id\":\"" + Batches.reference(position) + "\",\"properties\":{"
                + properties + "}}";
    }
}
