package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.room.Room;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.Streamed;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestFeedTest {
    private static final int ROOM = 1_000_000;
    /** A line that may be sent, and is longer than what every stream may hold of one. */
    private static final int LONG = 600_000;

    /** As HTTP brings it. */
    private static final int PIECE = 60_000;

    /** Whoever drops what is rejected would lose it. */
    @Test
    void aGoodLineForWhichThereIsNoRoomIsUnsentAndTheNextIsTaken(@TempDir Path directory) {
        Room room = new Room(ROOM, ROOM);
        room.share("somebody else").force(ROOM - InputWindow.LEAST_BYTES);
        try (StreamByHand stream = StreamByHand.ofLines(directory, ROOM, room)) {
            sendLong(stream);
            assertTrue(stream.send("nonsense\n" + Batches.onlyId(2) + "\n"));
            stream.end();
            stream.pass(Duration.ofSeconds(1));

            Streamed answer = Streamed.of(stream.takeAll());

            assertEquals("unsent", answer.outcome(0));
            assertEquals("gateway.NO_ROOM", answer.error(0).getString("subCategory"));
            assertEquals("rejected", answer.outcome(1));
            assertEquals("succeeded", answer.outcome(2));
        }
    }

    @Test
    void theSameLineIsSentWhereThereIsRoom(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, ROOM, StreamByHand.aGreatDeal())) {
            sendLong(stream);
            stream.end();
            stream.pass(Duration.ofSeconds(1));

            assertEquals(1, Streamed.of(stream.takeAll()).count("succeeded"));
        }
    }

    private static void sendLong(StreamByHand stream) {
        assertTrue(stream.send("{\"id\":\"1\",\"more\":\""));
        for (int sent = 0; sent < LONG; sent += PIECE) {
            assertTrue(stream.send("x".repeat(PIECE)));
        }
        assertTrue(stream.send("\"}\n"));
    }
}
