package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Reason;
import dev.batchgateway.room.Room;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.FakeHubSpot;
import dev.batchgateway.testing.Streamed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestFeedTest {
    private static final int ROOM = 1_000_000;
    /** A line that may be sent, and is longer than what every stream may hold of one. */
    private static final int LONG = 600_000;

    /** As HTTP brings it. */
    private static final int PIECE = 60_000;

    private static final Duration LESS_THAN_A_LINGER = Duration.ofMillis(20);
    private static final int PERMITS = 190;
    private static final int INPUTS = 50_000;

    /** Whoever drops what is rejected would lose it. */
    @Test
    void aGoodLineForWhichThereIsNoRoomIsUnsentAndTheNextIsTaken(@TempDir Path directory) {
        Room room = new Room(ROOM, ROOM);
        room.share("somebody else").force(ROOM - InputWindow.MOST_FOR_A_CALL);
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

    @Test
    void ofALineThatWasComingNothingIsHeldWhenItsCallerHasLeft(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofLines(directory, ROOM, StreamByHand.aGreatDeal())) {
            assertTrue(stream.send("{\"id\":\"1\",\"more\":\"" + "x".repeat(PIECE)));
            assertTrue(stream.held() >= PIECE, stream.held() + " bytes");

            stream.hangUp();

            assertTrue(stream.isStopped());
            assertEquals(0, stream.held());
        }
    }

    /**
     * HubSpot takes eight seconds for a call, and a permit comes back ten seconds after its answer: 190 calls in 18
     * seconds. 25 under way would be 56.
     */
    @Test
    void whereHubSpotIsSlowMoreIsReadUntilItsRateLimitIsUsed(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofManyCalls(directory, PERMITS)) {
            stream.hubSpot.latency(Duration.ofSeconds(8), Duration.ofSeconds(8));
            stream.hubSpot.permits(PERMITS);

            assertEquals(INPUTS, sendAndTake(stream));

            List<FakeHubSpot.Received> calls = stream.hubSpot.received();
            Duration time = Duration.ofNanos(
                    calls.get(calls.size() - 1).atNanos() - calls.get(0).atNanos());
            assertTrue(time.toSeconds() < 90, "the last was sent after " + time);
            assertEquals(0, stream.hubSpot.throttled());
        }
    }

    @Test
    void whereCallsWaitForPermitsOnlyAFewAreReadAhead(@TempDir Path directory) {
        int permits = 10;
        try (StreamByHand stream = StreamByHand.ofManyCalls(directory, permits)) {
            stream.hubSpot.latency(Duration.ofMillis(300), Duration.ofMillis(300));
            stream.hubSpot.permits(permits);

            int read = 0;
            for (int second = 0; second < 60; second++) {
                read = send(stream, read);
                stream.pass(Duration.ofSeconds(1));
            }

            int ended = 100 * stream.hubSpot.ended().size();
            assertTrue(ended >= 5_000, ended + " have ended");
            assertTrue(read - ended <= ReadAhead.FEWEST_CALLS * 100, read + " were read, and " + ended + " have ended");
        }
    }

    /** Calls are what HubSpot counts; the caller is read on as soon as some have ended. */
    @Test
    void whoIsReadNoFurtherDoesNotSpendCallsThatAreNotFull(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofManyCalls(directory, 1_000)) {
            stream.hubSpot.latency(Duration.ofMillis(300), Duration.ofMillis(500));
            int sent = 0;
            while (sent < INPUTS) {
                while (sent < INPUTS && stream.send(lines(sent, 77))) {
                    sent += 77;
                }
                stream.pass(LESS_THAN_A_LINGER);
            }

            long notFull = stream.hubSpot.received().stream()
                    .filter(call -> call.names().size() < 100)
                    .count();
            assertTrue(
                    notFull <= 2, notFull + " of " + stream.hubSpot.received().size() + " calls");
        }
    }

    @Test
    void whenNoMoreCallsStartItsCallerIsReadOn(@TempDir Path directory) {
        try (StreamByHand stream = StreamByHand.ofManyCalls(directory, PERMITS)) {
            int sent = send(stream, 0);
            stream.hubSpot.latency(Duration.ofMinutes(1), Duration.ofMinutes(1));
            for (int second = 0; second < 10; second++) {
                stream.pass(Duration.ofSeconds(1));
                sent = send(stream, sent);
            }
            assertTrue(stream.isPaused(), sent + " were read");

            stream.leave(Reason.SHUTDOWN);

            assertFalse(stream.isPaused());
            assertTrue(stream.send(lines(sent, 100)));
        }
    }

    private static int sendAndTake(StreamByHand stream) {
        int sent = 0;
        while (sent < INPUTS) {
            sent = send(stream, sent);
            stream.pass(Duration.ofSeconds(1));
        }
        stream.end();
        stream.pass(Duration.ofSeconds(100));
        return Streamed.of(stream.takeAll()).count("succeeded");
    }

    /** Sends as much as is read now behind the first {@code sent} inputs; answers how many that makes. */
    private static int send(StreamByHand stream, int sent) {
        int next = sent;
        while (next < INPUTS && stream.send(lines(next, 100))) {
            next += 100;
        }
        return next;
    }

    private static String lines(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> Batches.onlyId(i) + "\n")
                .collect(Collectors.joining());
    }

    private static void sendLong(StreamByHand stream) {
        assertTrue(stream.send("{\"id\":\"1\",\"more\":\""));
        for (int sent = 0; sent < LONG; sent += PIECE) {
            assertTrue(stream.send("x".repeat(PIECE)));
        }
        assertTrue(stream.send("\"}\n"));
    }
}
