package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.BegunDownload;
import dev.batchgateway.testing.FewConnections;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers to calls that are passed on, however long they are being taken, hold up nobody else's calls. */
@QuarkusTest
@TestProfile(FewConnections.class)
class SlowReadersTest {
    private static final int READERS = 3 * FewConnections.CALLS;

    @Test
    void othersAreServedWhileMoreAnswersAreTakenThanCallsMayBeUnderWay() throws IOException {
        List<BegunDownload> readers = new ArrayList<>();
        try {
            for (int reader = 0; reader < READERS; reader++) {
                readers.add(BegunDownload.by("Bearer slow-reader-" + reader));
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
            for (BegunDownload reader : readers) {
                reader.close();
            }
        }
    }
}
