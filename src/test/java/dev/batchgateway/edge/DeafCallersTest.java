package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.DeafCaller;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.HastyGateway;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who read nothing are cut off nevertheless, though the buffers of their connections are full. */
@QuarkusTest
@TestProfile(HastyGateway.class)
class DeafCallersTest extends GatewayTest {
    private static final String UPSERT = "/crm/v3/objects/tickets/batch/upsert";
    /** Their lines are about 4 MB: far more than the buffers of a connection hold. */
    private static final int INPUTS = 5_000;

    /** Less than the longest body, and its answer is more than the buffers of a connection hold. */
    private static final int JSON_INPUTS = 2_000;

    /** Their answers are more than the buffers of a connection hold. */
    private static final int QUESTIONS = 1_500;

    private static final Duration LONG = Duration.ofSeconds(8);
    private static final int PIECE = 64 * 1024;
    private static final int MOST_BODY = 64 * 1024 * 1024;

    @TestHTTPResource(management = true)
    URI management;

    /** A server is looked after from its first request on. */
    @BeforeEach
    void somebodyHasAsked() {
        assertEquals(200, post(UPSERT, Batches.of(1, Batches::upsert)).status());
        simulator.reset();
    }

    @Test
    void whoTakesNoLineIsCutOff() {
        String body = String.join("\n", StreamPressureTest.lines(0, INPUTS));
        try (DeafCaller caller = new DeafCaller(gateway())) {
            caller.send(head("POST", UPSERT)
                    + "Content-Type: application/x-ndjson\r\nAccept: application/x-ndjson\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);

            assertTrue(caller.isCutOffWithin(LONG));
        }
    }

    @Test
    void whoAsksNothingMoreAndHasNotTakenItsAnswersIsCutOff() {
        try (DeafCaller caller = new DeafCaller(gateway())) {
            caller.send(question().repeat(QUESTIONS));

            assertTrue(caller.isCutOffWithin(LONG));
        }
    }

    @Test
    void whoSendsOnForEverWhatIsThrownAwayIsCutOff() {
        String piece = Integer.toHexString(PIECE) + "\r\n" + "x".repeat(PIECE) + "\r\n";
        try (DeafCaller caller = new DeafCaller(gateway())) {
            caller.send(question().repeat(QUESTIONS));
            caller.send(head("POST", UPSERT) + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            int sent = 0;
            while (sent < MOST_BODY && caller.send(piece)) {
                sent += PIECE;
            }

            assertTrue(sent < MOST_BODY, "64 MB were read of a body that may have 1 MB");
        }
    }

    @Test
    void whoTakesNothingOfAJsonAnswerIsCutOffAndGivesBackWhatItHolds() {
        GatewayLoad load = new GatewayLoad(management());
        String body = "{\"inputs\":[" + String.join(",", StreamPressureTest.lines(0, JSON_INPUTS)) + "]}";
        try (DeafCaller caller = new DeafCaller(gateway())) {
            caller.send(head("POST", UPSERT) + "Content-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            assertTrue(Polling.until(LONG, () -> load.heldBytes() > 0));

            assertTrue(caller.isCutOffWithin(LONG));
        }
        assertTrue(Polling.until(LONG, () -> load.heldBytes() == 0), () -> load.heldBytes() + " bytes");
        assertTrue(Polling.until(LONG, () -> load.batches() == 0), () -> load.batches() + " batches");
    }

    @Test
    void whoTakesNothingOfAnAnswerThatIsPassedOnIsCutOff() {
        simulator.add(FaultRule.of(new Fault.Reply(200, Map.of(), Buffer.buffer("x".repeat(8_000_000)), false)));
        try (DeafCaller caller = new DeafCaller(gateway())) {
            caller.send(head("GET", "/files/v3/files/1") + "\r\n");

            assertTrue(caller.isCutOffWithin(LONG));
        }
        assertEquals(1, simulator.calls().size());
    }

    @Test
    void whoTakesNothingOfAnAnswerThatBrokeOffIsCutOff() {
        String search = "{\"limit\":" + JSON_INPUTS + "}";
        assertEquals(
                200,
                post(UPSERT, "{\"inputs\":[" + String.join(",", StreamPressureTest.lines(0, JSON_INPUTS)) + "]}")
                        .status());
        int calls = simulator.calls().size();
        simulator.add(FaultRule.of(new Fault.Cut(Fault.Cut.Moment.HALF_WAY)));
        try (DeafCaller caller = new DeafCaller(gateway())) {
            caller.send(head("POST", "/crm/v3/objects/tickets/search") + "Content-Type: application/json\r\n"
                    + "Content-Length: " + search.length() + "\r\n\r\n" + search);

            assertTrue(caller.isCutOffWithin(LONG));
        }
        assertEquals(calls + 1, simulator.calls().size());
    }

    @Test
    void whoAsksOnAndOnAndReadsNothingIsNotListenedToAnyMore() {
        String questions = question().repeat(QUESTIONS);
        try (DeafCaller caller = new DeafCaller(gateway())) {
            int sent = 0;
            while (sent < MOST_BODY && caller.send(questions)) {
                sent += questions.length();
            }

            assertTrue(sent < MOST_BODY, "64 MB of questions were taken whose answers nobody reads");
        }
    }

    @Test
    void whoAsksOnAndOnBehindARunningBatchIsNotListenedToMeanwhile() {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(2))));
        String body = Batches.of(1, Batches::upsert);
        String questions = question().repeat(QUESTIONS);
        try (DeafCaller caller = new DeafCaller(gateway())) {
            caller.send(head("POST", UPSERT) + "Content-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            int sent = 0;
            while (sent < MOST_BODY && caller.send(questions)) {
                sent += questions.length();
            }

            assertTrue(sent < MOST_BODY, "64 MB of questions were taken while a batch was running");
        }
        assertEquals(1, simulator.calls().size());
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    /** Answered at once, with about half a kilobyte. */
    private String question() {
        return head("GET", UPSERT) + "\r\n";
    }

    private String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + UsedTokens.used(token) + "\r\n";
    }
}
