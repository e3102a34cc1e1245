package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.Streamed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blank lines are no inputs: they move nothing, and a stream that brings nothing else does not keep its place. */
class BlankLinesTest {
    private static final long DISK = 1L << 30;
    private static final String BLANK = "\n \r\n\t\n";
    private static final Duration PAUSE = StreamByHand.STALL.dividedBy(4);

    @Test
    void aStreamThatBringsNothingElseForTheStallEnds(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            assertTrue(stream.send(Batches.onlyId(1) + "\n"));
            stream.pass(Duration.ofSeconds(1));
            assertTrue(stream.take());
            sendBlank(stream, 3);
            assertEquals(List.of(), stream.told());

            sendBlank(stream, 2);

            assertEquals(List.of("ended, stopped by STALLED"), stream.told());
            Streamed answer = Streamed.of(stream.takeAll());
            assertEquals(1, answer.count("succeeded"));
            assertEquals("gateway.STALLED", answer.summary().getString("notReadToTheEnd"));
        }
    }

    @Test
    void inputsThatAreRejectedKeepItsPlaceAndSoDoGoodOnes(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            for (int i = 0; i < 5; i++) {
                assertTrue(stream.send(BLANK + (i % 2 == 0 ? Batches.onlyId(i) : "x") + "\n" + BLANK));
                sendBlank(stream, 3);
            }
            stream.end();

            Streamed answer = Streamed.of(stream.takeAll());
            assertEquals(3, answer.count("succeeded"));
            assertEquals(2, answer.count("rejected"));
            assertFalse(answer.summary().containsKey("notReadToTheEnd"));
        }
    }

    @Test
    void whoSendsThemAndTakesNothingIsCutOff(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            assertTrue(stream.send(Batches.onlyId(1) + "\n"));
            sendBlank(stream, 3);
            assertFalse(stream.isCut());

            sendBlank(stream, 2);

            assertTrue(stream.isCut());
        }
    }

    private static void sendBlank(StreamByHand stream, int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(stream.send(BLANK));
            stream.pass(PAUSE);
        }
    }
}
