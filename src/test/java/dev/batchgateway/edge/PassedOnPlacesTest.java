package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.FewPassedOn;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.Polling;
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
import org.junit.jupiter.api.Test;

/** One caller's calls that are passed on do not take the place of all others'. */
@QuarkusTest
@TestProfile(FewPassedOn.class)
class PassedOnPlacesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void aCallerHasItsPlacesAndTheGatewayHasItsOwn() throws IOException {
        LoggedLines lines = new LoggedLines("A call was not passed on: ");
        lines.start();
        try (Socket one = begun("Bearer first-caller-1");
                Socket two = begun("Bearer first-caller-1")) {
            assertFull("2 calls that are passed on of this caller", "Bearer first-caller-1");

            // Others are served.
            try (Socket three = begun("Bearer other-caller-2")) {
                assertFull("is serving 3 calls that are passed on", "Bearer third-caller-3");
                assertTrue(three.isConnected() && one.isConnected() && two.isConnected());
            }
        } finally {
            lines.stop();
        }
        assertEquals(2, lines.texts().size(), () -> lines.texts().toString());
        // Who leaves gives its place back.
        assertTrue(Polling.until(PATIENCE, () -> asked("Bearer third-caller-3").status() == 200));
        assertTrue(Polling.until(PATIENCE, () -> asked("Bearer first-caller-1").status() == 200));
    }

    private static void assertFull(String sentence, String authorization) {
        GatewayAnswer answer = asked(authorization);

        assertEquals(503, answer.status(), answer.body());
        assertEquals("UNSENT", answer.text("category"));
        assertEquals("5", answer.header("Retry-After"));
        assertTrue(answer.text("message").contains(sentence), answer.body());
    }

    private static GatewayAnswer asked(String authorization) {
        return new RawRequest("GET", "/seen")
                .with("Authorization", authorization)
                .send();
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
