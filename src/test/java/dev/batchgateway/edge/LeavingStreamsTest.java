package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.HastyGateway;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A caller of a JSON batch that is answered in lines, who leaves while a call is under way. */
@QuarkusTest
@TestProfile(HastyGateway.class)
class LeavingStreamsTest extends GatewayTest {
    private static final String UPSERT = "/crm/v3/objects/tickets/batch/upsert";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int INPUTS = 2_000;

    @TestHTTPResource(management = true)
    URI management;

    /** Who leaves and sends it again while HubSpot is slow would else fill the memory with bodies nobody counts. */
    @Test
    void itsBodyIsCountedForAsLongAsItIsHeld() throws IOException {
        GatewayLoad load = new GatewayLoad(management());
        assertTrue(Polling.until(PATIENCE, () -> load.heldBytes() == 0), "another test has left something");
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(3))));
        byte[] body = ("{\"inputs\":[" + String.join(",", StreamPressureTest.lines(0, INPUTS)) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        long before;
        try (Socket caller = new Socket(gateway().getHost(), gateway().getPort())) {
            caller.getOutputStream()
                    .write(("POST " + UPSERT + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + UsedTokens.used(token)
                                    + "\r\nContent-Type: application/json\r\nAccept: application/x-ndjson\r\n"
                                    + "Content-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().write(body);
            assertTrue(Polling.until(PATIENCE, () -> simulator.summary().calls() == 1));
            before = load.heldBytes();
        }
        assertTrue(
                Polling.until(PATIENCE, () -> load.heldBytes() < before - body.length / 2), "the rest ends as unsent");

        assertTrue(load.batches() > 0, "a call is under way");
        assertTrue(load.heldBytes() > body.length, () -> load.heldBytes() + " bytes of " + body.length);

        assertTrue(Polling.until(PATIENCE, () -> load.heldBytes() == 0), () -> load.heldBytes() + " bytes");
        assertEquals(1, simulator.summary().calls());
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }
}
