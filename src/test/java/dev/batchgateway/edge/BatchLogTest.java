package dev.batchgateway.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.NoSecretsInTheLog;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.StreamCall;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each batch is one line of the log, which says how it went and nothing of what is in it. */
@QuarkusTest
class BatchLogTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String BAD = "{\"properties\":{\"email\":\"invalid-format\"}}";

    private static final Target TARGET = new Target(Operation.OBJECT_CREATE, CREATE, null, "contacts");

    private final LoggedLines lines = new LoggedLines("batch ");

    @BeforeEach
    void listen() {
        lines.start();
    }

    @AfterEach
    void stop() {
        lines.stop();
    }

    @Test
    void aBatchIsOneLineWithItsCounts() {
        caller().header("X-Request-Id", "json-1")
                .body(Batches.of(250, position -> position == 7 ? BAD : Batches.newContact(position)))
                .post(CREATE);

        Map<String, String> line = onlyLine();
        assertTimes(line);
        assertEquals(
                Map.ofEntries(
                        Map.entry("requestId", "json-1"),
                        Map.entry("operation", "object_create"),
                        Map.entry("type", "contacts"),
                        Map.entry("status", "207"),
                        Map.entry("form", "json/json"),
                        Map.entry("account", Accounts.digest(token)),
                        Map.entry("inputs", "250"),
                        Map.entry("succeeded", "249"),
                        Map.entry("rejected", "1"),
                        Map.entry("unconfirmed", "0"),
                        Map.entry("unsent", "0"),
                        Map.entry("unpaired", "0"),
                        Map.entry("calls", "3"),
                        Map.entry("retries", "0")),
                line);
    }

    @Test
    void aStreamIsOneLineToo() {
        try (StreamCall call = StreamCall.open(gateway(), CREATE, token, "X-Request-Id: lines-1")) {
            call.send(List.of(Batches.newContact(1), "nonsense")).end();
            call.rest();
        }

        Map<String, String> line = onlyLine();
        assertTimes(line);
        assertEquals("lines-1", line.get("requestId"));
        assertEquals("lines/lines", line.get("form"));
        assertEquals("200", line.get("status"));
        assertEquals("1", line.get("succeeded"));
        assertEquals("1", line.get("rejected"));
    }

    @Test
    void aRefusalOfHubSpotsIsThereWithItsCorrelationId() {
        simulator.add(FaultRule.of(Fault.status(502)));

        post(CREATE, Batches.of(1, Batches::newContact));

        assertEquals("00000000-0000-4000-8000-000000000000", onlyLine().get("hubSpotCorrelationId"));
    }

    @Test
    void aBatchThatCannotBeUsedIsALineWithoutCounts() {
        String correlationId = caller().header("X-Request-Id", "bad-1")
                .body("{\"inputs\":[\"c1@example.com\"]}")
                .post(CREATE)
                .header("X-HubSpot-Correlation-Id");

        assertEquals(
                Map.of(
                        "requestId", "bad-1",
                        "operation", "object_create",
                        "type", "contacts",
                        "status", "400",
                        "category", "VALIDATION_ERROR",
                        "correlationId", correlationId),
                onlyLine());
    }

    @Test
    void aCallerWhoLeavesWhileItsBodyArrivesIsALineToo() throws IOException {
        try (Socket caller = sending("left-1", "Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n")) {
            String asked = "HTTP/1.1 100 Continue\r\n\r\n";
            assertEquals(asked, new String(caller.getInputStream().readNBytes(asked.length()), US_ASCII));
            caller.getOutputStream().write("{\"inputs\":[".getBytes(US_ASCII));
        }

        assertEquals(
                Map.of(
                        "requestId", "left-1",
                        "operation", "object_create",
                        "type", "contacts",
                        "status", "499",
                        "category", "CALLER_LEFT"),
                onlyLine());
    }

    @Test
    void aCallerWhoLeavesItsBatchIsOneLineWithItsCounts() throws IOException {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofMillis(300))));
        String body = Batches.of(1, Batches::newContact);
        try (Socket caller = sending("left-2", "Content-Length: " + body.length() + "\r\n\r\n" + body)) {
            awaitCall();
            assertTrue(caller.isConnected());
        }

        Map<String, String> line = onlyLine();
        assertEquals("left-2", line.get("requestId"));
        assertEquals("499", line.get("status"));
        assertEquals("CALLER_LEFT", line.get("stopped"));
        assertEquals("1", line.get("succeeded"));
    }

    @Test
    void aCallerWhoLeavesAStreamIsOneLineThatSaysSo() {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofMillis(300))));
        try (StreamCall call = StreamCall.open(gateway(), CREATE, token, "X-Request-Id: left-3")) {
            call.send(Batches.newContact(1));
            awaitCall();
        }

        Map<String, String> line = onlyLine();
        assertEquals("left-3", line.get("requestId"));
        assertEquals("CALLER_LEFT", line.get("stopped"));
    }

    @Test
    void aBatchThatWasStoppedSaysWhy() {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofMillis(1_500))));

        caller().header("Prefer", "wait=1")
                .body(Batches.of(1, Batches::newContact))
                .post(CREATE);

        Map<String, String> line = onlyLine();
        assertEquals("201", line.get("status"));
        assertEquals("DEADLINE", line.get("stopped"));
    }

    @Test
    void aBugIsThereWithTheRequestsIdAndItsTrace() {
        LoggedLines bugs = new LoggedLines("A bug:");
        bugs.start();
        try {
            BatchLine line = line("bug-1");
            IllegalStateException bug = new IllegalStateException("a bug");
            line.refused(bug, new EdgeErrors(() -> "correlation-1").answer(bug, "bug-1"));
            line("bug-2").cut(bug);
        } finally {
            bugs.stop();
        }

        assertEquals(
                List.of(
                        "A bug: request bug-1 was not answered (correlation id correlation-1)",
                        "A bug: the batch of request bug-2 broke"),
                bugs.texts());
        assertEquals(
                List.of(
                        "batch requestId=bug-1 operation=object_create type=contacts status=500"
                                + " category=INTERNAL_ERROR correlationId=correlation-1",
                        "batch requestId=bug-2 operation=object_create type=contacts status=500"
                                + " category=INTERNAL_ERROR"),
                lines.texts());
    }

    /** What is no header says which, with its value, and that may be a token. */
    @Test
    void aBugsOwnWordsAreNotThereWhenTheyMayQuoteARequest() {
        String secret = "pat-na1-quoted-by-a-bug";
        UsedTokens.used(secret);
        IllegalArgumentException bug = new IllegalArgumentException("a prohibited character: " + secret);
        LoggedLines bugs = new LoggedLines("A bug:");
        bugs.start();
        try {
            new EdgeErrors(() -> "correlation-3").answer(bug, "bug-3");
            line("bug-4").cut(new IllegalStateException(bug));
        } finally {
            bugs.stop();
        }

        assertEquals(2, bugs.texts().size(), () -> bugs.texts().toString());
        for (String trace : bugs.traces()) {
            assertFalse(trace.contains(secret), trace);
            assertTrue(trace.contains("java.lang.IllegalArgumentException"), trace);
            assertTrue(trace.contains("at " + BatchLogTest.class.getName()), trace);
        }
        assertEquals("bug-4", onlyLine().get("requestId"));
    }

    /** Of a bug in a batch whose caller waits the answer tells; else nobody would. */
    @Test
    void aBugInABatchWhoseCallerHasLeftIsALine() {
        BatchLine waits = line("waits");
        waits.runs();
        waits.broke(new IllegalStateException("a bug"));
        assertEquals(List.of(), lines.texts());

        BatchLine left = line("left");
        left.runs();
        left.left();
        assertEquals(List.of(), lines.texts());
        left.broke(new IllegalStateException("a bug"));
        waits.left();

        assertEquals(2, lines.texts().size(), () -> lines.texts().toString());
        assertTrue(
                lines.texts().get(0).contains("requestId=left "), lines.texts().get(0));
        assertTrue(
                lines.texts().get(1).contains("requestId=waits "), lines.texts().get(1));
    }

    @Test
    void aRequestThatIsFollowedIsFoundInItsTraceAndItsSpanEndsOnce() {
        FollowedRequest followed = new FollowedRequest();
        BatchLine line = line("traced-1");
        line.follow(followed);
        Refusal refusal = new Refusal(413, "VALIDATION_ERROR", "Too large");

        line.refused(refusal, new EdgeErrors(() -> "id").answer(refusal));
        line.left();

        Map<String, String> fields = onlyLine();
        assertEquals(FollowedRequest.TRACE, fields.get("traceId"));
        assertEquals(FollowedRequest.SPAN, fields.get("spanId"));
        assertEquals(List.of("413 VALIDATION_ERROR"), followed.told());
    }

    @Test
    void aBugAndACallerWhoLeftEndASpanToo() {
        FollowedRequest broken = new FollowedRequest();
        BatchLine cut = line("traced-2");
        cut.follow(broken);
        cut.cut(new IllegalStateException("a bug"));
        FollowedRequest left = new FollowedRequest();
        BatchLine leaving = line("traced-3");
        leaving.follow(left);
        leaving.left();

        assertEquals(List.of("500 INTERNAL_ERROR"), broken.told());
        assertEquals(List.of("499 CALLER_LEFT"), left.told());
    }

    @Test
    void whatQuarkusRefusesHasTheStatusItIsAnsweredWith() {
        WebApplicationException refusal = new WebApplicationException(405);

        line("web-1").refused(refusal, new EdgeErrors(() -> "id").answer(refusal));

        assertEquals("405", onlyLine().get("status"));
    }

    @Test
    void ofManyEqualRefusalsSomeAreWrittenAndTheOthersCounted() {
        ManualClock clock = new ManualClock();
        BatchLog log = new BatchLog(clock);
        Refusal refusal = new Refusal(401, "INVALID_AUTHENTICATION", "None");
        for (int i = 0; i < 422; i++) {
            new BatchLine(log, "many-1", TARGET).refused(refusal, new EdgeErrors(() -> "id").answer(refusal));
        }
        assertEquals(Repeats.MOST_A_SECOND, lines.texts().size());

        clock.advance(Duration.ofSeconds(1));
        new BatchLine(log, "many-2", TARGET).refused(refusal, new EdgeErrors(() -> "id").answer(refusal));

        assertTrue(
                lines.texts().get(Repeats.MOST_A_SECOND).endsWith(" leftOut=" + (422 - Repeats.MOST_A_SECOND)),
                () -> lines.texts().toString());
    }

    private static BatchLine line(String requestId) {
        return new BatchLine(new BatchLog(new ManualClock()), requestId, TARGET);
    }

    /** A request of which {@code rest} follows the headers that all have. */
    private Socket sending(String requestId, String rest) throws IOException {
        Socket socket = new Socket(gateway().getHost(), gateway().getPort());
        String head = "POST " + CREATE + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + token
                + "\r\nContent-Type: application/json\r\nX-Request-Id: " + requestId + "\r\n";
        socket.getOutputStream().write((head + rest).getBytes(US_ASCII));
        return socket;
    }

    private void awaitCall() {
        assertTrue(
                Polling.until(Duration.ofSeconds(10), () -> simulator.summary().calls() == 1));
    }

    @Test
    void theFieldsAreThereForJsonToo() {
        caller().header("X-Request-Id", "mdc-1")
                .body(Batches.of(1, Batches::newContact))
                .post(CREATE);

        lines.await(1);
        Map<String, String> fields = lines.fields().get(0);
        assertEquals("mdc-1", fields.get("requestId"));
        assertEquals("1", fields.get("succeeded"));
    }

    @Test
    void whatIsNoBatchIsNoLine() {
        caller().get("/crm/v3/owners");
        post(CREATE, Batches.of(1, Batches::newContact));

        assertEquals("object_create", onlyLine().get("operation"));
    }

    /** What looks for secrets in the log of every test finds one. */
    @Test
    void aTokenInTheLogFailsTheTest() {
        Logger.getLogger(BatchLogTest.class).info("The caller sent " + token);
        AssertionError found = assertThrows(AssertionError.class, NoSecretsInTheLog::check);
        assertTrue(String.valueOf(found.getMessage()).contains("The caller sent"), found::toString);

        UsedTokens.used("Bearer pat-na1-0f1e2d3c");
        Logger.getLogger(BatchLogTest.class).warn("a fault", new IllegalStateException("of <pat-na1-0f1e2d3c>"));
        assertThrows(AssertionError.class, NoSecretsInTheLog::check);

        Logger.getLogger(BatchLogTest.class).info("The email is c1@example.com");
        assertThrows(AssertionError.class, NoSecretsInTheLog::check);

        Logger.getLogger(BatchLogTest.class).info("Nothing of the kind");
        NoSecretsInTheLog.check();
    }

    /** The fields of the one line, but how many refusals like it of earlier tests were left out. */
    private Map<String, String> onlyLine() {
        lines.await(1);
        assertEquals(1, lines.texts().size(), () -> lines.texts().toString());
        Map<String, String> fields = new TreeMap<>();
        for (String field : lines.texts().get(0).split(" ", -1)) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) {
                fields.put(parts[0], parts[1]);
            }
        }
        fields.remove("leftOut");
        return fields;
    }

    /** Takes the times away, which differ. */
    private static void assertTimes(Map<String, String> line) {
        for (String name : List.of("permitsMillis", "hubSpotMillis", "totalMillis")) {
            String millis = line.remove(name);
            assertFalse(millis == null || !millis.matches("\\d+"), name);
        }
    }
}
