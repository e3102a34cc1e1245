package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.FewConnections;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers to calls that are passed on, however long they are being taken, hold up nobody else's calls. */
@QuarkusTest
@TestProfile(FewConnections.class)
class SlowReadersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int READERS = 3 * FewConnections.CALLS;

    @Test
    void othersAreServedWhileMoreAnswersAreTakenThanCallsMayBeUnderWay() throws IOException {
        List<Socket> readers = new ArrayList<>();
        try {
            for (int reader = 0; reader < READERS; reader++) {
                readers.add(begun("Bearer slow-reader-" + reader));
            }

            GatewayAnswer passedOn = new RawRequest("GET", "/seen")
                    .with("Authorization", "Bearer quick-reader-1")
                    .send();
            GatewayAnswer batch = new RawRequest("POST", "/crm/v3/objects/contacts/batch/create")
                    .with("Authorization", "Bearer quick-reader-2")
                    .with("Content-Type", "application/json")
                    .body(Batches.of(1, Batches::newContact))
                    .send();

            assertEquals(200, passedOn.status(), passedOn.body());
            // This HubSpot knows no batches, but it was asked.
            assertTrue(batch.count("Calls") >= 1, batch.body());
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    /** A call whose answer has begun and does not end. */
    private static Socket begun(String authorization) throws IOException {
        URI gateway = URI.create(RestAssured.baseURI + ":" + RestAssured.port);
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String request =
                "GET /download HTTP/1.1\r\nHost: x\r\nAuthorization: " + UsedTokens.used(authorization) + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder read = new StringBuilder();
        while (read.indexOf("first") < 0) {
            int next = socket.getInputStream().read();
            assertTrue(next >= 0, () -> "It ended: " + read);
            read.append((char) next);
        }
        return socket;
    }
}
