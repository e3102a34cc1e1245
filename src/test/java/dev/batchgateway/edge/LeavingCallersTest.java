package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.NarrowGateway;
import dev.batchgateway.testing.Polling;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Callers who leave take nothing with them. Each call holds a place among those under way; when a caller's leaving
 * cancelled the call and the place was not given back, a gateway whose callers time out now and then served nobody any
 * more after a few hundred of them.
 */
@QuarkusTest
@TestProfile(NarrowGateway.class)
class LeavingCallersTest extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void whoLeavesBeforeAForwardedCallIsAnsweredGivesItsPlaceBack() throws IOException {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofMillis(300))).times(2 * NarrowGateway.CALLS));
        for (int i = 0; i < 2 * NarrowGateway.CALLS; i++) {
            leave("GET /crm/v3/properties/contacts", "", i + 1);
        }

        assertServed();
    }

    @Test
    void whoLeavesAnAnswerHalfReadGivesItsPlaceBack() throws IOException {
        simulator.add(FaultRule.of(new Fault.Reply(200, Map.of(), Buffer.buffer("x".repeat(8_000_000)), false))
                .times(2 * NarrowGateway.CALLS));
        for (int i = 0; i < 2 * NarrowGateway.CALLS; i++) {
            leave("GET /files/v3/files/1", "", i + 1);
        }

        assertServed();
    }

    @Test
    void whoLeavesABatchGivesItsPlaceBack() throws IOException {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofMillis(300))).times(2 * NarrowGateway.CALLS));
        for (int i = 0; i < 2 * NarrowGateway.CALLS; i++) {
            leave("POST /crm/v3/objects/contacts/batch/create", Batches.of(1, Batches::newContact), i + 1);
        }

        assertServed();
    }

    /** Sends a request, waits until HubSpot has it or the line has stood still for a while, and hangs up. */
    private void leave(String request, String body, int calls) throws IOException {
        try (Socket socket = new Socket(gateway().getHost(), gateway().getPort())) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + token
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 20 && simulator.summary().calls() < calls; i++) {
                Polling.pause(Duration.ofMillis(10));
            }
        }
    }

    private void assertServed() {
        assertTimeoutPreemptively(PATIENCE, () -> {
            GatewayAnswer forwarded = GatewayAnswer.of(caller().get("/crm/v3/properties/contacts"));
            GatewayAnswer batch =
                    post("/crm/v3/objects/contacts/batch/create", Batches.of(1, position -> Batches.newContact(99)));

            assertEquals(200, forwarded.status(), forwarded.body());
            assertEquals(201, batch.status(), batch.body());
        });
    }
}
