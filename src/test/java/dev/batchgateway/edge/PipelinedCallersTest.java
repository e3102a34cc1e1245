package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawAnswer;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who send their next request before they have an answer, on real sockets. */
@QuarkusTest
class PipelinedCallersTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int BATCHES = 5;

    @TestHTTPResource(management = true)
    URI management;

    @BeforeEach
    void othersHaveGone() {
        assertTrue(Polling.until(LONG, () -> load().batches() == 0), "another test has left something");
    }

    @Test
    void everyBatchGetsItsOwnAnswerInTurn() throws IOException {
        try (Socket caller = connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < BATCHES; i++) {
                int first = i * 1_000;
                String body = Batches.of(i + 1, position -> Batches.newContact(first + position));
                all.append(head(i == BATCHES - 1 ? "Connection: close\r\n" : "", body.length()))
                        .append(body);
            }
            send(caller, all.toString());

            for (int i = 0; i < BATCHES; i++) {
                int first = i * 1_000;
                GatewayAnswer answer = RawAnswer.described(caller.getInputStream(), "POST", CREATE);

                assertEquals(201, answer.status(), answer.body());
                assertEquals(
                        Batches.texts(i + 1, position -> Batches.email(first + position)), answer.properties("email"));
            }
            assertEquals(-1, caller.getInputStream().read(), "the last has asked for the end");
        }
    }

    /**
     * Vert.x fails over such a request, which has no answer yet, and tells nobody: the batch before it went on, and held
     * its place, as if its caller were there.
     */
    @Test
    void whoLeavesInTheMiddleOfTheNextRequestGivesBackThePlaceOfTheFirst() throws IOException {
        simulator.add(FaultRule.of(new Fault.Late(LONG)));
        String body = Batches.of(1, Batches::newContact);
        try (Socket caller = connect()) {
            send(caller, head("", body.length()) + body);
            assertTrue(Polling.until(PATIENCE, () -> simulator.calls().size() == 1));
            assertEquals(1, load().batches());
            send(caller, head("", body.length()) + body.substring(0, body.length() / 2));
            Polling.pause(Duration.ofMillis(200));
        }

        assertTrue(Polling.until(PATIENCE, () -> load().batches() == 0), "Its place is taken");
        assertEquals(1, simulator.calls().size());
    }

    @Test
    void whatWaitedWhenItsCallerLeftIsNotDone() throws IOException {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(1))));
        String body = Batches.of(1, Batches::newContact);
        try (Socket caller = connect()) {
            send(caller, (head("", body.length()) + body).repeat(2));
            assertTrue(Polling.until(PATIENCE, () -> simulator.calls().size() == 1));
        }

        assertTrue(Polling.until(PATIENCE, () -> load().batches() == 0));
        assertTrue(Polling.until(PATIENCE, () -> simulator.calls().stream().allMatch(call -> call.status() == 201)));
        Polling.pause(Duration.ofMillis(300));
        assertEquals(1, simulator.calls().size());
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private GatewayLoad load() {
        return new GatewayLoad(management());
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(gateway().getHost(), gateway().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static void send(Socket caller, String text) throws IOException {
        caller.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String head(String headers, int length) {
        return "POST " + CREATE + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + UsedTokens.used(token)
                + "\r\nContent-Type: application/json\r\n" + headers + "Content-Length: " + length + "\r\n\r\n";
    }
}
