package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.ThrottlePolicy;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Http2Connection;
import dev.batchgateway.testing.Http2Request;
import dev.batchgateway.testing.ImpatientGateway;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawAnswer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who do not get on are closed; those who wait are not. On real sockets and in real time. */
@QuarkusTest
@TestProfile(ImpatientGateway.class)
class SlowSendersTest extends GatewayTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String CONTACTS = "/crm/v3/objects/contacts";
    private static final String PATH = CONTACTS + "/batch/create";
    /** Far longer than each of the gateway's times. */
    private static final Duration LONG = Duration.ofSeconds(3);

    @TestHTTPResource(management = true)
    URI management;

    /** A server is looked after from its first request on. */
    @BeforeEach
    void somebodyHasAsked() {
        assertEquals(201, post(PATH, Batches.of(1, Batches::newContact)).status());
        simulator.reset();
    }

    @Test
    void whoSendsNothingIsClosedWithoutAnAnswer() throws IOException {
        try (Caller caller = new Caller()) {
            long closed = caller.millisUntilClosed();

            assertBetween(ImpatientGateway.HEAD, closed);
        }
    }

    @Test
    void aHeadThatTricklesInIsClosed() throws IOException {
        try (Caller caller = new Caller()) {
            long started = System.nanoTime();
            caller.send("POST " + PATH + " HTTP/1.1\r\nX-Long: ");

            assertThrows(IOException.class, () -> {
                while (System.nanoTime() - started < LONG.toNanos()) {
                    caller.send("x");
                    Polling.pause(Duration.ofMillis(50));
                }
                throw new AssertionError("It is still open");
            });
            assertBetween(ImpatientGateway.HEAD, (System.nanoTime() - started) / 1_000_000);
        }
    }

    @Test
    void aBodyThatStopsComingIsRefusedAndItsConnectionClosed() throws IOException {
        try (Caller caller = new Caller()) {
            caller.send(head(1_000) + "{\"inputs\":[");

            GatewayAnswer answer = caller.lastAnswer();

            assertEquals(408, answer.status(), answer.body());
            assertEquals("true", answer.header("X-Should-Retry"));
            assertEquals("UNSENT", answer.text("category"));
            assertEquals(List.of(), simulator.calls());
        }
    }

    @Test
    void aBodyThatNeverBeginsIsRefusedToo() throws IOException {
        try (Caller caller = new Caller()) {
            caller.send(head(1_000));

            assertEquals(408, caller.lastAnswer().status());
        }
    }

    /**
     * It would keep a connection to HubSpot, and one of its account's calls. What came of it would do for a record, if
     * anybody said that it was all.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyThatIsPassedOnAndStopsOrDripsIsRefusedAndHubSpotDoesNotTakeItForWhole(boolean drips) throws IOException {
        try (Caller caller = new Caller()) {
            long started = System.nanoTime();
            String record = "{\"properties\":{\"email\":\"slow@example.com\"}}";
            caller.send(head(CONTACTS, 0).replace("Content-Length: 0", "Transfer-Encoding: chunked")
                    + Integer.toHexString(record.length()) + "\r\n" + record + "\r\n");
            while (drips && System.nanoTime() - started < LONG.toNanos() && !caller.hasAnswer()) {
                caller.send("1\r\n \r\n");
                Polling.pause(Duration.ofMillis(50));
            }

            GatewayAnswer answer = RawAnswer.described(caller.everything(), "POST", CONTACTS);
            assertEquals(408, answer.status(), answer.body());
            assertEquals("false", answer.header("X-Should-Retry"));
            assertEquals("UNCONFIRMED", answer.text("category"));
            assertTrue(answer.text("message").contains("(gateway.edge.idle); what there was"), answer.body());
            assertBetween(ImpatientGateway.IDLE, (System.nanoTime() - started) / 1_000_000);
        }
        assertEquals(0, simulator.summary().writes());
        assertEquals(0, new GatewayLoad(management()).passedOn());
    }

    @Test
    void ofABodyThatIsToBePassedOnAndNeverBeginsNothingWasSent() throws IOException {
        try (Caller caller = new Caller()) {
            caller.send(head(CONTACTS, 1_000));

            GatewayAnswer answer = RawAnswer.described(caller.everything(), "POST", CONTACTS);
            assertEquals(408, answer.status(), answer.body());
            assertEquals("true", answer.header("X-Should-Retry"));
            assertEquals("UNSENT", answer.text("category"));
        }
        assertEquals(List.of(), simulator.calls());
    }

    @Test
    void aBodyThatIsPassedOnAndTricklesInIsServed() throws IOException {
        String body = "{\"properties\":{\"email\":\"trickles@example.com\"}}" + " ".repeat(4_000);
        try (Caller caller = new Caller()) {
            caller.send(head(CONTACTS, body.length()));
            trickle(caller, body, 400);

            assertEquals(201, caller.nextAnswer(CONTACTS).status());
        }
    }

    @Test
    void aConnectionOfHttp2OnWhichNothingIsAskedIsClosed() throws IOException {
        long started = System.nanoTime();
        try (Http2Connection connection = Http2Connection.open()) {
            connection.untilClosed();
        }
        assertBetween(ImpatientGateway.HEAD, (System.nanoTime() - started) / 1_000_000);
    }

    @Test
    void aConnectionOfHttp2IsClosedWhenNothingMoreIsAskedOnIt() throws IOException {
        try (Http2Connection connection = Http2Connection.open()) {
            assertEquals(
                    201,
                    new Http2Request("POST", PATH)
                            .with("authorization", token)
                            .with("content-type", "application/json")
                            .body(Batches.of(1, Batches::newContact))
                            .send(connection)
                            .status());
            long answered = System.nanoTime();

            connection.untilClosed();

            assertBetween(ImpatientGateway.KEEP_ALIVE, (System.nanoTime() - answered) / 1_000_000);
        }
    }

    /** Of HTTP/2 its stream alone: the others of its connection are served on. */
    @Test
    void aBodyInHttp2ThatStopsComingIsRefused() throws IOException {
        try (Http2Connection connection = Http2Connection.open()) {
            Http2Request slow = new Http2Request("POST", PATH)
                    .with("authorization", token)
                    .with("content-type", "application/json");
            int stream = slow.begin(connection);

            GatewayAnswer answer = slow.answer(connection, stream);

            assertEquals(408, answer.status(), answer.body());
            assertEquals(
                    200,
                    new Http2Request("GET", "/crm/v3/properties/contacts")
                            .with("authorization", token)
                            .send(connection)
                            .status());
        }
    }

    @Test
    void aBodyThatTricklesInIsServed() throws IOException {
        String body = padded(4_000);
        try (Caller caller = new Caller()) {
            caller.send(head(body.length()));
            trickle(caller, body, 400);

            assertEquals(201, caller.nextAnswer(PATH).status());
        }
    }

    /** It would hold the memory its head has declared for as long as it likes. */
    @Test
    void aBodyThatDripsIsRefusedThoughSomeOfItComesAllTheTime() throws IOException {
        try (Caller caller = new Caller()) {
            long started = System.nanoTime();
            caller.send(head(100_000) + "{\"inputs\":[");
            while (System.nanoTime() - started < LONG.toNanos() && !caller.hasAnswer()) {
                caller.send(" ");
                Polling.pause(Duration.ofMillis(50));
            }

            GatewayAnswer answer = caller.lastAnswer();
            assertEquals(408, answer.status(), answer.body());
            assertTrue(answer.text("message").contains("Less than 800 bytes of the body came in 0.8 s"), answer.body());
            assertEquals(List.of(), simulator.calls());
        }
    }

    @Test
    void aBodyThatIsNotThereByTheDeadlineIsRefused() throws IOException {
        try (Caller caller = new Caller()) {
            long started = System.nanoTime();
            caller.send(head(1_000_000) + "{\"inputs\":[");
            while (System.nanoTime() - started < LONG.multipliedBy(3).toNanos() && !caller.hasAnswer()) {
                caller.send(" ".repeat(400));
                Polling.pause(Duration.ofMillis(100));
            }

            GatewayAnswer answer = caller.lastAnswer();
            assertEquals(408, answer.status(), answer.body());
            assertTrue(
                    answer.text("message")
                            .contains("The body was not there 4 s after its head (gateway.edge.deadline)"),
                    answer.body());
            assertTrue(System.nanoTime() - started >= ImpatientGateway.DEADLINE.toNanos());
            assertEquals(List.of(), simulator.calls());
        }
    }

    /** HubSpot takes nothing. Counted from its body, the batch would have nearly two seconds more. */
    @Test
    void theTimeOfABatchCountsFromItsHead() throws IOException {
        simulator.add(
                FaultRule.of(new Fault.Throttle(ThrottlePolicy.TEN_SECONDLY)).always());
        String body = padded(4_000);
        try (Caller caller = new Caller()) {
            long started = System.nanoTime();
            caller.send(head(body.length()));
            trickle(caller, body, 400);

            GatewayAnswer answer = caller.nextAnswer(PATH);
            long seen = System.nanoTime() - started;
            assertEquals(2, answer.count("Unsent"), answer.body());
            assertFalse(simulator.calls().isEmpty());
            assertTrue(seen >= ImpatientGateway.DEADLINE.toNanos(), () -> seen / 1_000_000 + " ms");
            assertTrue(seen < ImpatientGateway.DEADLINE.plusMillis(1_500).toNanos(), () -> seen / 1_000_000 + " ms");
        }
    }

    /** The second is over before the body is there. */
    @Test
    void whatACallerIsReadyToWaitCountsFromWhenItsBodyIsThere() throws IOException {
        String body = padded(3_000);
        try (Caller caller = new Caller()) {
            caller.send(head(body.length()).replace("\r\n\r\n", "\r\nPrefer: wait=1\r\n\r\n"));
            trickle(caller, body, 400);

            GatewayAnswer answer = caller.nextAnswer(PATH);
            assertEquals(201, answer.status(), answer.body());
            assertEquals("wait=1", answer.header("Preference-Applied"));
        }
    }

    @Test
    void whoHasSentEverythingMayWaitForItsAnswer() throws IOException {
        simulator.add(FaultRule.of(new Fault.Late(LONG)));
        String body = Batches.of(2, Batches::newContact);
        try (Caller caller = new Caller()) {
            long started = System.nanoTime();
            caller.send(head(body.length()) + body);

            assertEquals(201, caller.nextAnswer(PATH).status());
            assertTrue(System.nanoTime() - started >= LONG.toNanos());
        }
    }

    @Test
    void whoWaitsForAnAnswerThatIsPassedOnMayWaitToo() throws IOException {
        simulator.add(FaultRule.of(new Fault.Late(LONG)));
        String body = "{\"properties\":{\"email\":\"late@example.com\"}}";
        try (Caller caller = new Caller()) {
            caller.send(head(CONTACTS, body.length()) + body);

            assertEquals(201, caller.nextAnswer(CONTACTS).status());
        }
    }

    @Test
    void anIdleConnectionServesTheNextRequestAndIsClosedInTheEnd() throws IOException {
        try (Caller caller = new Caller()) {
            for (int i = 0; i < 4; i++) {
                Polling.pause(i == 0 ? Duration.ZERO : ImpatientGateway.KEEP_ALIVE.dividedBy(2));
                String body = Batches.of(Batches.newContact(i));
                caller.send(head(body.length()) + body);
                assertEquals(201, caller.nextAnswer(PATH).status());
            }

            assertBetween(ImpatientGateway.KEEP_ALIVE, caller.millisUntilClosed());
        }
    }

    @Test
    void theManagementPortIsNotItsAffair() throws IOException {
        try (Caller caller = new Caller(management().getPort())) {
            Polling.pause(LONG);

            caller.send("GET /q/health/live HTTP/1.1\r\nHost: gateway\r\n\r\n");
            assertEquals(200, RawAnswer.read(caller.in).status());
        }
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private static String padded(int length) {
        String body = Batches.of(2, Batches::newContact);
        return body + " ".repeat(length - body.length());
    }

    /** Every 200 ms so many bytes. */
    private static void trickle(Caller caller, String body, int step) throws IOException {
        for (int at = 0; at < body.length(); at += step) {
            caller.send(body.substring(at, Math.min(body.length(), at + step)));
            Polling.pause(Duration.ofMillis(200));
        }
    }

    private static void assertBetween(Duration least, long millis) {
        assertTrue(
                millis >= least.toMillis() - 50 && millis < LONG.toMillis(),
                () -> "Closed after " + millis + " ms, not " + least);
    }

    private String head(int length) {
        return head(PATH, length);
    }

    private String head(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** A connection that is written and read as a test likes. */
    private static final class Caller implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final long opened = System.nanoTime();
        private long answered = opened;

        Caller() throws IOException {
            this(gateway().getPort());
        }

        Caller(int port) throws IOException {
            URI gateway = gateway();
            socket = new Socket(gateway.getHost(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        boolean hasAnswer() throws IOException {
            return in.available() > 0;
        }

        /** Since the connection was opened or the last answer came. */
        long millisUntilClosed() throws IOException {
            assertEquals("", everything());
            return (System.nanoTime() - answered) / 1_000_000;
        }

        /** What comes until the connection is closed. */
        String everything() throws IOException {
            try {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("It was never closed", e);
            }
        }

        /** The answer to {@link #PATH} behind which the connection is closed. */
        GatewayAnswer lastAnswer() throws IOException {
            return RawAnswer.described(everything(), "POST", PATH);
        }

        /** The next answer, which is to {@code target}. */
        GatewayAnswer nextAnswer(String target) throws IOException {
            GatewayAnswer answer = RawAnswer.described(in, "POST", target);
            answered = System.nanoTime();
            return answer;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
