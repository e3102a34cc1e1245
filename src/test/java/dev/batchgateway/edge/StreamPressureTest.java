package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.StreamCall;
import dev.batchgateway.testing.Streamed;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Callers who take nothing until they have sent everything, and callers who take it slowly (DESIGN section 3.3). */
@QuarkusTest
class StreamPressureTest extends GatewayTest {
    private static final String UPSERT = "/crm/v3/objects/tickets/batch/upsert";
    /** Their lines are about 20 MB: far more than the buffers of connections hold. */
    private static final int INPUTS = 30_000;

    /** By the caller who is slow. */
    private static final int TAKEN = 3_000;

    private static final String LONG = "x".repeat(400);

    @Test
    void aCallerWhoReadsNothingBeforeItHasSentEverythingGetsEveryLine() {
        try (StreamCall call = open()) {
            for (int from = 0; from < INPUTS; from += 1_000) {
                call.send(lines(from, from + 1_000));
            }
            call.end();

            Streamed answer = Streamed.of(call.rest());

            assertEquals(
                    INPUTS, answer.count("succeeded"), () -> answer.summary().encode());
            assertEquals(INPUTS, simulator.summary().writes());
        }
    }

    @Test
    void aCallerWhoTakesItsLinesSlowlySlowsTheCallsDown() {
        try (StreamCall call = open()) {
            Thread sending = new Thread(() -> sendUntilClosed(call), "stream sender");
            sending.start();
            for (int taken = 0; taken < TAKEN; taken += 10) {
                for (int i = 0; i < 10; i++) {
                    assertNotNull(call.next());
                }
                Polling.pause(Duration.ofMillis(10));
            }

            int calls = simulator.summary().calls();

            // 190 are allowed by now. Those taken are 30 calls' lines; the kernel lets the gateway's side of the
            // connection
            // hold up to 4 MB, some 75 more: 79 to 118 calls in six runs of two versions.
            assertTrue(calls < 160, calls + " calls, though 3,000 lines were taken");
        }
        awaitQuiet();
    }

    /** Calls that were under way when the caller left are heard out, and are not to count in the next test. */
    private void awaitQuiet() {
        int before;
        do {
            before = simulator.summary().calls();
            Polling.pause(Duration.ofSeconds(1));
        } while (simulator.summary().calls() != before);
    }

    private static void sendUntilClosed(StreamCall call) {
        try {
            for (int from = 0; from < INPUTS; from += 1_000) {
                call.send(lines(from, from + 1_000));
            }
        } catch (UncheckedIOException closed) {
            // The test has seen enough.
            return;
        }
    }

    private StreamCall open() {
        return StreamCall.open(gateway(), UPSERT, token);
    }

    static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"idProperty\":\"unique_ref\",\"id\":\"" + Batches.reference(i)
                        + "\",\"properties\":{\"name\":\"" + LONG + i + "\"}}")
                .toList();
    }

    static String reason(List<JsonObject> lines) {
        JsonObject summary = lines.get(lines.size() - 1).getJsonObject("summary");
        assertNotNull(summary, "no summary");
        return summary.getString("notReadToTheEnd");
    }
}
