package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.StallingGateway;
import dev.batchgateway.testing.StreamCall;
import dev.batchgateway.testing.Streamed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of a stream that stands still, and of one for whose lines there is no room. */
@QuarkusTest
@TestProfile(StallingGateway.class)
class StreamBoundsTest extends GatewayTest {
    private static final String UPSERT = "/crm/v3/objects/tickets/batch/upsert";
    private static final int INPUTS = 60_000;

    @Test
    void aStreamWhoseCallerSendsNothingMoreEndsAndSaysSo() {
        try (StreamCall call = open()) {
            call.send(StreamPressureTest.lines(0, 3));

            List<JsonObject> lines = call.rest();

            assertEquals(4, lines.size());
            assertEquals("gateway.STALLED", StreamPressureTest.reason(lines));
            assertEquals(3, Streamed.of(lines).count("succeeded"));
        }
    }

    /** A byte now and then would keep its place for as long as its caller likes. */
    @Test
    void aStreamWhoseBytesDripAndNeverMakeALineEndsAndSaysSo() throws Exception {
        try (StreamCall call = open()) {
            call.send(StreamPressureTest.lines(0, 3));
            CompletableFuture<List<JsonObject>> rest = CompletableFuture.supplyAsync(call::rest);
            call.sendRaw("{\"id\":\"");
            for (int i = 0; i < 60 && !rest.isDone(); i++) {
                call.sendRaw("x");
                Polling.pause(Duration.ofMillis(200));
            }

            assertTrue(rest.isDone(), "it is still open");
            assertEquals("gateway.STALLED", StreamPressureTest.reason(rest.get()));
            assertEquals(3, Streamed.of(rest.get()).count("succeeded"));
        }
    }

    /** So would a blank line. */
    @Test
    void aStreamWhoseLinesAreBlankEndsAndSaysSo() throws Exception {
        try (StreamCall call = open()) {
            call.send(StreamPressureTest.lines(0, 3));
            CompletableFuture<List<JsonObject>> rest = CompletableFuture.supplyAsync(call::rest);
            for (int i = 0; i < 60 && !rest.isDone(); i++) {
                call.sendRaw("\n");
                Polling.pause(Duration.ofMillis(200));
            }

            assertTrue(rest.isDone(), "it is still open");
            assertEquals("gateway.STALLED", StreamPressureTest.reason(rest.get()));
            assertEquals(3, Streamed.of(rest.get()).count("succeeded"));
        }
    }

    /** Lines may linger for as long as the stream is not stalled. */
    @Test
    void aStreamWhoseLinesComeNowAndThenGoesOn() {
        try (StreamCall call = open()) {
            for (int i = 0; i < 3; i++) {
                call.send(StreamPressureTest.lines(i, i + 1));
                Polling.pause(Duration.ofMillis(1_200));
            }
            call.end();

            List<JsonObject> lines = call.rest();

            assertEquals(4, lines.size());
            assertEquals(3, Streamed.of(lines).count("succeeded"));
        }
    }

    @Test
    void aStreamWhoseCallerTakesNothingIsCut() {
        try (StreamCall call = open()) {
            sendAll(call);
            Polling.pause(Duration.ofSeconds(10));

            assertThrows(UncheckedIOException.class, call::rest);
        }
        assertEquals(200, small().status(), "others are served");
    }

    /** It reads nothing before it has sent everything, and there is less disk than its lines need. */
    @Test
    void whereThereIsNoRoomForLinesNoMoreInputsAreTakenAndWhatHubSpotAnsweredIsThere() {
        try (StreamCall call = open()) {
            sendAll(call);

            List<JsonObject> lines = call.rest();

            assertEquals("gateway.NO_ROOM", StreamPressureTest.reason(lines));
            Streamed answer = Streamed.of(lines);
            assertTrue(answer.summary().getInteger("inputs") < INPUTS, () -> answer.summary()
                    .encode());
            assertEquals(simulator.summary().writes(), answer.count("succeeded"));
        }
    }

    private void sendAll(StreamCall call) {
        for (int from = 0; from < INPUTS; from += 1_000) {
            call.send(StreamPressureTest.lines(from, from + 1_000));
        }
        call.end();
    }

    private GatewayAnswer small() {
        return post(UPSERT, Batches.of(1, Batches::upsert));
    }

    private StreamCall open() {
        return StreamCall.open(gateway(), UPSERT, token);
    }
}
