package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSetup;
import dev.batchgateway.testing.GatewayAnswer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A HubSpot that cannot be reached at all, and then can. */
@QuarkusTest
@TestProfile(Unreachable.class)
class HubSpotOutOfReachTest {
    private static final Duration ASKED = Duration.ofSeconds(30);

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

    /** As above, but the second request is the first one's re-send by the SDK's own rules, when it was asked to come. */
    @Test
    void anSdkIsServedWhenItComesAgain() {
        List<HubSpotSimulator> started = new ArrayList<>();
        List<Duration> waits = new ArrayList<>();
        Batch deals = Batch.creates("deals", "again", 250);
        SdkCaller sdk = new SdkCaller(List.of(gateway), authorization, Duration.ofSeconds(20), wait -> {
            waits.add(wait);
            if (started.isEmpty()) {
                started.add(HubSpotSimulator.start(SimulatorSetup.usual().at("127.0.0.1", Unreachable.port())));
            }
            SdkCaller.passes(wait);
        });
        try {
            GatewayAnswer answer = sdk.send(deals.path(), deals.body());

            // After many calls without a connection none is tried for a second, even to who is there by then. Who
            // comes when asked to, or here after a tenth of that, finds it over.
            assertEquals(List.of("503", "201"), sdk.attempts());
            assertEquals(List.of(ASKED), waits, "as Retry-After asks");
            assertEquals(deals.marks(), answer.properties("ref"));
            assertEquals(250, started.get(0).ledger().summary().writes());
        } finally {
            started.forEach(HubSpotSimulator::close);
        }
    }
}
