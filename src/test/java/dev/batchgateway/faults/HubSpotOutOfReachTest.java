package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSetup;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A HubSpot that cannot be reached at all, and then can. */
@QuarkusTest
@TestProfile(Unreachable.class)
class HubSpotOutOfReachTest {
    private final String authorization = "Bearer " + UUID.randomUUID();

    @TestHTTPResource
    URI gateway;

    @Test
    void isA503ThatSendsNothingAndIsOverByItself() {
        GatewayCaller caller = new GatewayCaller(gateway, authorization);
        Batch deals = Batch.creates("deals", "out", 1_000);

        Answered refused = caller.send(deals);

        assertEquals(503, refused.status());
        assertEquals(List.of(0, 0, 0, 1_000), refused.counts());
        assertEquals("UNSENT", refused.body().getString("category"));
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);

        try (HubSpotSimulator hubSpot =
                HubSpotSimulator.start(SimulatorSetup.usual().at("127.0.0.1", Unreachable.port()))) {
            Answered served = caller.send(deals);

            assertEquals(201, served.status());
            assertEquals(List.of(1_000, 0, 0, 0), served.counts());
            assertEquals(1_000, hubSpot.ledger().summary().writes());
        }
    }
}
