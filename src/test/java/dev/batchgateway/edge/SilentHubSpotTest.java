package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.SilentHubSpot;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A connection that does not come about is waited for as long as is said, whatever it is that it lacks. */
@QuarkusTest
@TestProfile(SilentHubSpot.class)
class SilentHubSpotTest {
    /** The handshake alone would be waited for 10 s. */
    private static final Duration LONGEST = Duration.ofSeconds(6);

    @Test
    void aCallThatIsPassedOnIsUnsentWhenItsConnectionTakesTooLong() {
        long since = System.nanoTime();

        GatewayAnswer answer = new RawRequest("GET", "/crm/v3/owners")
                .with("Authorization", "Bearer silent-hubspot-1")
                .send();

        Duration waited = Duration.ofNanos(System.nanoTime() - since);
        assertEquals(503, answer.status(), answer.body());
        assertEquals("UNSENT", answer.text("category"));
        assertTrue(waited.compareTo(LONGEST) < 0, () -> "waited " + waited);
    }
}
