package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.json.Slice;
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

/**
 * A stream that is stopped still tells what became of every input, and no faster than its lines are taken or the disk
 * has them: an input of a few bytes becomes a line of some hundred, and there may be very many.
 */
class StoppedStreamTest {
    private static final long DISK = 1L << 30;
    /** Each becomes a line of about 300 bytes: 18 MB in all. */
    private static final int INPUTS = 60_000;

    private static final int PIECE = 1_000;
    /** What a caller sends at once. */
    private static final int SLACK = 512 * 1024;

    private static final int MOST_UNWRITTEN = 512 * 1024;
    private static final long BOUND = StreamByHand.WINDOW + StreamedBatch.MOST_LINES + MOST_UNWRITTEN + SLACK;

    @Test
    void ofABodyTheRestIsToldAsFastAsItIsTaken(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofBody(directory, body(INPUTS))) {
            stream.leave(Reason.SHUTDOWN);
            stream.pass(Duration.ofSeconds(30));
            assertTrue(stream.waiting() > StreamedBatch.MOST_LINES / 2, () -> stream.waiting() + " bytes");

            long most = stream.held();
            while (stream.take()) {
                most = Math.max(most, stream.held());
            }

            Streamed answer = Streamed.of(stream.takeAll());
            assertTrue(most < BOUND, most + " bytes");
            assertEquals(INPUTS, answer.order().size());
            assertTrue(answer.count("unsent") >= INPUTS - 100, () -> answer.summary()
                    .encode());
            assertEquals("gateway.SHUTDOWN", answer.error(INPUTS - 1).getString("subCategory"));
            assertFalse(answer.summary().containsKey("notReadToTheEnd"));
            assertEquals(List.of("ended, stopped by SHUTDOWN"), stream.told());
        }
    }

    @Test
    void ofABodyWhoseCallerLeavesTheRestEndsWithoutAnybodyWhoTakesIt(@TempDir Path directory) {
        int body = 1_000_000;
        try (StreamByHand stream = StreamByHand.ofBody(directory, body(INPUTS))) {
            stream.share.force(body);
            stream.leave(Reason.DEADLINE);
            stream.pass(Duration.ofSeconds(30));
            assertEquals(List.of(), stream.told());

            stream.hangUp();

            assertEquals(List.of("ended, stopped by DEADLINE"), stream.told());
            assertEquals(body, stream.held(), "the body is its owner's to give back");
        }
    }

    /** Half-duplex, as most callers are, with a token that has run out, and a disk that is slow. */
    @Test
    void whoSendsAndTakesNothingIsNotReadWhileTheDiskHasEnoughToWrite(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            stream.stopRun(Reason.CREDENTIALS_REFUSED);
            stream.disk.holdsWrites();
            int sent = sendWhileRead(stream, 0);
            assertTrue(stream.held() < BOUND, () -> stream.held() + " bytes");
            stream.pass(Duration.ofSeconds(3));

            sent = sendWhileRead(stream, sent);

            assertTrue(stream.isPaused());
            assertTrue(sent < INPUTS / 2, sent + " lines were read");
            assertTrue(stream.unwritten() > MOST_UNWRITTEN, "the disk is what it waits for");
            assertTrue(stream.held() < BOUND, () -> stream.held() + " bytes");

            stream.disk.goesOn();
            for (long most = 0; sent < INPUTS; most = Math.max(most, stream.held())) {
                assertTrue(Polling.until(Duration.ofSeconds(10), () -> !stream.isPaused()), "it is read on");
                sent = sendWhileRead(stream, sent);
                assertTrue(most < BOUND, most + " bytes");
            }
            stream.end();
            Streamed answer = Streamed.of(stream.takeAll());
            assertEquals(INPUTS, answer.count("unsent"));
            assertEquals("gateway.CREDENTIALS_REFUSED", answer.error(0).getString("subCategory"));
            assertEquals(List.of("ended, stopped by null"), stream.told());
        }
    }

    /** It would otherwise be told that not all was read, though it was we who did not read. */
    @Test
    void whoIsNotReadForAWhileWhenTheGatewayLeavesMayStillSendItsRest(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            int sent = sendWhileRead(stream, 0);
            stream.leave(Reason.SHUTDOWN);
            sent = sendWhileRead(stream, sent);
            assertTrue(stream.isPaused());
            stream.pass(Duration.ofMillis(1_500));
            assertFalse(stream.isStopped(), "the pause was not the caller's");

            // In small steps: once it is read on, it must not fall silent.
            boolean isReadOn = Polling.until(Duration.ofSeconds(10), () -> !stream.pass(Duration.ofMillis(100))
                    .isPaused());
            assertTrue(isReadOn, "its lines go to disk");
            sent = sendWhileRead(stream, sent);
            assertTrue(Polling.until(Duration.ofSeconds(10), () -> !stream.isPaused()), "and are written");
            stream.end();

            Streamed answer = Streamed.of(stream.takeAll());
            assertEquals(sent, answer.order().size());
            assertFalse(answer.summary().containsKey("notReadToTheEnd"));
        }
    }

    @Test
    void whoFallsSilentWhenTheGatewayLeavesIsNotWaitedFor(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            assertTrue(stream.send(lines(0, 10)));
            stream.leave(Reason.SHUTDOWN);

            stream.pass(Duration.ofSeconds(3));

            Streamed answer = Streamed.of(stream.takeAll());
            assertEquals(10, answer.order().size());
            assertEquals("gateway.SHUTDOWN", answer.summary().getString("notReadToTheEnd"));
        }
    }

    /** Lines that are no inputs need no call, and so nothing else would slow them down. */
    @Test
    void linesThatAreNoInputsWaitForWhoTakesTheirAnswers(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            stream.disk.holdsWrites();
            String bad = "x\n".repeat(PIECE);
            int sent = 0;
            while (sent < INPUTS && stream.send(bad)) {
                sent += PIECE;
            }
            stream.pass(Duration.ofSeconds(3));
            while (sent < INPUTS && stream.send(bad)) {
                sent += PIECE;
            }

            assertTrue(stream.isPaused());
            assertTrue(sent < INPUTS, sent + " lines were read");
            assertTrue(stream.held() < BOUND + StreamedBatch.MOST_LINES, () -> stream.held() + " bytes");

            stream.disk.goesOn();
            assertTrue(Polling.until(Duration.ofSeconds(10), () -> !stream.isPaused()), "it is read on");
            stream.end();
            assertEquals(sent, Streamed.of(stream.takeAll()).count("rejected"));
        }
    }

    /** Sends lines until it is not read any more; answers how many it has sent in all. */
    private static int sendWhileRead(StreamByHand stream, int before) {
        int sent = before;
        while (sent < INPUTS && stream.send(lines(sent, sent + PIECE))) {
            sent += PIECE;
            stream.rest();
        }
        return sent;
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(Batches::onlyId).collect(Collectors.joining("\n", "", "\n"));
    }

    private static Inputs body(int size) {
        Inputs inputs = new Inputs();
        IntStream.range(0, size).mapToObj(Batches::onlyId).forEach(input -> inputs.add(Slice.of(input)));
        return inputs;
    }
}
