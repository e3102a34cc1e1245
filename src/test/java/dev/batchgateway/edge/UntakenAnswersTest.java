package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.connection.ConnectionRoom;
import dev.batchgateway.room.Room;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Http2Bytes;
import dev.batchgateway.testing.NarrowStreams;
import dev.batchgateway.testing.Polling;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers in HTTP/2 that are not taken, on connections that are well. Nothing here ends for want of a next request. */
@QuarkusTest
@TestProfile(UntakenAnswersTest.SoonStalled.class)
class UntakenAnswersTest extends GatewayTest {
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final int CANCEL = 8;
    private static final int LINES = 20;

    /** A gateway that waits for who takes nothing for a second. */
    public static final class SoonStalled implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gateway.edge.stall", "1s", "gateway.edge.keep-alive", "10m", "gateway.edge.resume", "0s");
        }
    }

    @Inject
    Room held;

    @Inject
    ConnectionRoom heads;

    @SuppressWarnings("NullAway.Init")
    private NarrowStreams streams;

    @BeforeEach
    void open() {
        streams = new NarrowStreams(gateway());
    }

    @AfterEach
    void close() {
        streams.close();
        assertTrue(Polling.until(LONG, () -> heads.bytes() == 0), () -> heads.bytes() + " bytes of heads");
    }

    @Test
    void aWholeAnswerInJsonGivesBackWhatItHolds() {
        streams.send(new Http2Bytes().batch(1, token, "application/json", Batches.of(LINES, Batches::newContact)));

        assertEnds();
        assertTrue(Polling.until(LONG, () -> held.bytes() == 0), () -> held.bytes() + " bytes held");
    }

    @Test
    void linesThatAreThroughAreDroppedWithTheirStream() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append(Batches.newContact(i)).append('\n');
        }
        streams.send(new Http2Bytes().batch(1, token, "application/x-ndjson", lines.toString()));

        assertEnds();
        assertTrue(Polling.until(LONG, () -> held.bytes() == 0), () -> held.bytes() + " bytes held");
    }

    @Test
    void aHeadOfTooManyFieldsIsHeldNoLongerThanItsRefusalTakes() {
        streams.send(new Http2Bytes().request(1, 1_000));
        assertTrue(Polling.until(LONG, () -> heads.bytes() > 100_000), () -> heads.bytes() + " bytes of heads");

        assertEnds();
        assertTrue(Polling.until(LONG, () -> heads.bytes() < 100_000), () -> heads.bytes() + " bytes of heads");
    }

    private void assertEnds() {
        assertTrue(Polling.until(LONG, () -> streams.resets().containsKey(1)), "It was never reset");
        assertEquals(CANCEL, streams.resets().get(1));
        streams.keepBusy();
    }
}
