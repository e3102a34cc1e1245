package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Reason;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.Streamed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who take nothing before they have sent everything, and some who take nothing then. */
class HalfDuplexTest {
    private static final long DISK = 1L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LINES = 1_000;
    /** No inputs: their answers are lines without a call. */
    private static final String PIECE = "x\n".repeat(LINES);

    /** Longer than the ten stalls that one has whose lines are thrown away. */
    private static final int MINUTES = 30;

    @Test
    void whoSendsLinesForAsLongAsItLikesGetsAllOfTheirsAtTheEnd(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            sendEachMinute(stream, MINUTES);
            assertFalse(stream.isCut());
            stream.end();
            stream.pass(StreamByHand.STALL.minusSeconds(5));
            assertFalse(stream.isCut());

            Streamed answer = Streamed.of(stream.takeAll());

            assertEquals(MINUTES * LINES, answer.count("rejected"));
            assertEquals(List.of("ended, stopped by null"), stream.told());
        }
    }

    /** Its calls are held back for a megabyte; its connection holds some of that, and then it takes nothing more. */
    @Test
    void whoseConnectionHasTakenSomeGetsAllOfItAtTheEndToo(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            int sent = 0;
            while (stream.send(PIECE)) {
                sent++;
            }
            assertTrue(stream.waiting() > StreamedBatch.MOST_LINES, "nothing is held back");
            while (stream.waiting() > StreamedBatch.MOST_LINES / 4 * 3) {
                assertTrue(stream.take());
            }
            stream.pass(Duration.ofSeconds(3));

            sendEachMinute(stream, MINUTES);
            stream.end();

            Streamed answer = Streamed.of(stream.takeAll());
            assertEquals((sent + MINUTES) * LINES, answer.count("rejected"));
            assertEquals(List.of("ended, stopped by null"), stream.told());
        }
    }

    @Test
    void whoHasSentEverythingAndTakesNothingIsCutOffAfterTheStall(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            sendEachMinute(stream, MINUTES);
            stream.end();

            stream.pass(StreamByHand.STALL.plusSeconds(5));

            assertTrue(stream.isCut());
        }
    }

    /** HubSpot is slow, so that something moves all the time. */
    @Test
    void soIsOneWhoseCallsGoOn(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            Duration call = Duration.ofSeconds(90);
            stream.hubSpot.latency(call, call);
            assertTrue(stream.send(
                    IntStream.range(0, LINES).mapToObj(Batches::onlyId).collect(Collectors.joining("\n"))));
            stream.end();
            stream.pass(call.plus(StreamByHand.STALL).minusSeconds(5));
            assertFalse(stream.isCut(), "its first line came after the first call");

            stream.pass(Duration.ofSeconds(10));

            assertTrue(stream.isCut());
        }
    }

    @Test
    void whoseLinesAreThrownAwayMaySendForTenStalls(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, 0, StreamByHand.aGreatDeal())) {
            for (int i = 0; i < 2 && stream.send(PIECE); i++) {
                stream.rest();
            }
            stream.leave(Reason.SHUTDOWN);
            stream.pass(Duration.ofSeconds(3));
            assertTrue(stream.isStopped());
            sendEachMinute(stream, 19);
            assertFalse(stream.isCut());

            stream.pass(MINUTE);

            assertTrue(stream.isCut());
        }
    }

    private static void sendEachMinute(StreamByHand stream, int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            assertTrue(Polling.until(PATIENCE, () -> stream.send(PIECE)), "it is not read");
            stream.pass(MINUTE);
        }
    }
}
