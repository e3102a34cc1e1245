package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.BegunDownload;
import dev.batchgateway.testing.FewPassedOn;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One caller's calls that are passed on do not take the place of all others'. */
@QuarkusTest
@TestProfile(FewPassedOn.class)
class PassedOnPlacesTest {
    static final String TOLD = "A call was not passed on: ";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final LoggedLines lines = new LoggedLines(TOLD);

    @Test
    void aCallerHasItsPlacesAndTheGatewayHasItsOwn() throws IOException {
        lines.start();
        try (BegunDownload one = BegunDownload.by("Bearer first-caller-1");
                BegunDownload two = BegunDownload.by("Bearer first-caller-1")) {
            assertFull("2 calls that are passed on of this caller", "Bearer first-caller-1");

            // Others are served.
            try (BegunDownload three = BegunDownload.by("Bearer other-caller-2")) {
                assertFull("is serving 3 calls that are passed on", "Bearer third-caller-3");
                assertTrue(three.isConnected() && one.isConnected() && two.isConnected());
            }
        } finally {
            lines.stop();
        }
        assertEquals(2, told().size(), () -> told().toString());
        // Who leaves gives its place back.
        assertTrue(Polling.until(PATIENCE, () -> asked("Bearer third-caller-3").status() == 200));
        assertTrue(Polling.until(PATIENCE, () -> asked("Bearer first-caller-1").status() == 200));
    }

    /** The lines of the log about calls that were not passed on. */
    List<String> told() {
        return lines.texts();
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
}
