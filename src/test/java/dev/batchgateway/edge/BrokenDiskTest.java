package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.Streamed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fails in the middle of a stream whose caller takes nothing before it has sent everything. */
class BrokenDiskTest {
    private static final long DISK = 1L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** More than this waits for the disk when it fails. */
    private static final int MOST_UNWRITTEN = 512 * 1024;

    private static final int LINES = 1_000;
    /** No inputs: their answers are lines without a call. */
    private static final String PIECE = "x\n".repeat(LINES);

    @Test
    void whatIsThereIsToldAndNoMoreIsTakenIn(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            stream.disk.holdsWrites();
            stream.disk.breaksAfterWrites(0);
            int sent = sendWhileRead(stream);
            stream.pass(Duration.ofSeconds(3));
            sent += sendWhileRead(stream);
            assertTrue(stream.unwritten() > MOST_UNWRITTEN, () -> stream.unwritten() + " bytes");

            stream.disk.goesOn();

            assertTrue(Polling.until(PATIENCE, stream::isStopped), "the stream stands still");
            assertTrue(Polling.until(PATIENCE, () -> stream.send(PIECE)), "what comes now is thrown away");
            stream.end();
            Streamed answer = Streamed.of(stream.takeAll());
            assertEquals("gateway.NO_ROOM", answer.summary().getString("notReadToTheEnd"));
            assertEquals(sent, answer.count("rejected"));
            assertEquals(List.of("ended, stopped by NO_ROOM"), stream.told());
        }
    }

    @Test
    void whereTheLinesCannotBeReadBackTheAnswerIsCutAndTheStreamEnds(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, DISK, StreamByHand.aGreatDeal())) {
            stream.disk.breaksAfterWrites(2);
            stream.disk.cannotBeRead();
            int sent = sendWhileRead(stream);
            stream.pass(Duration.ofSeconds(3));
            assertTrue(
                    Polling.until(PATIENCE, () -> {
                        boolean unused = stream.send(PIECE);
                        return stream.isStopped();
                    }),
                    "the stream stands still");
            stream.end();

            String taken = stream.takeAll();

            assertTrue(sent > 0);
            assertFalse(taken.contains("summary"));
            assertTrue(stream.failure().contains("It cannot be read"), stream::failure);
            assertEquals(List.of("ended, stopped by NO_ROOM"), stream.rest().told());
            assertEquals(0, stream.waiting());
        }
    }

    private static int sendWhileRead(StreamByHand stream) {
        int sent = 0;
        while (stream.send(PIECE)) {
            sent += LINES;
        }
        return sent;
    }
}
