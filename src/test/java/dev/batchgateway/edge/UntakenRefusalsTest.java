package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.HastyGateway;
import dev.batchgateway.testing.Http2Bytes;
import dev.batchgateway.testing.NarrowStreams;
import dev.batchgateway.testing.Polling;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Refusals in HTTP/2 that are not taken. Nobody needs a credential for that. */
@QuarkusTest
@TestProfile(HastyGateway.class)
class UntakenRefusalsTest extends GatewayTest {
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final int CANCEL = 8;

    @Test
    void oneHoldsItsHeadForAWhileOnlyThoughItsConnectionIsBusy() {
        try (NarrowStreams streams = new NarrowStreams(gateway())) {
            streams.send(new Http2Bytes().batch(1, "", "application/json", "{}"));

            assertTrue(
                    Polling.until(LONG, () -> {
                        streams.keepBusy();
                        return streams.resets().containsKey(1);
                    }),
                    "It was never reset");
            assertEquals(CANCEL, streams.resets().get(1));
        }
    }
}
