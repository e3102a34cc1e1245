package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies of which nobody knows how long they are, so that they are let in whatever there is room for. */
class BodyReaderTest {
    private static final int MOST = 100_000;
    private static final String SPACES = " ".repeat(60_000);

    private final ManualClock clock = new ManualClock();
    private final Room room = new Room(MOST, MOST);

    private final class Caller {
        private final CallerByHand hand = new CallerByHand(() -> {});
        private final Share share = room.share("caller");
        private final List<BodyReader.Body> bodies = new ArrayList<>();
        private final List<Throwable> refusals = new ArrayList<>();

        Caller() {
            Duration minute = Duration.ofMinutes(1);
            new BodyReader(
                            hand.request(),
                            new EdgeConfig(MOST, MOST, MOST, minute, minute, 1, minute, true),
                            new JsonBody(Operation.OBJECT_CREATE, -1, MOST),
                            share,
                            0,
                            new BodyIdle(minute, clock, new ManualTimer(clock), Runnable::run))
                    .read(clock.getAsLong() + minute.toNanos())
                    .subscribe()
                    .with(bodies::add, refusals::add);
        }

        void send(String piece) {
            assertTrue(hand.send(piece));
        }
    }

    /** Its answer takes a moment, and whoever asks then would be refused as well, and the next: nobody were served. */
    @Test
    void whatARefusedBodyHeldIsThereForTheOthersAtOnce() {
        Caller first = new Caller();
        Caller second = new Caller();
        first.send(SPACES);
        second.send(" ".repeat(20_000));
        assertTrue(second.share.bytes() >= 20_000);

        second.send(SPACES);
        assertEquals(
                503, assertInstanceOf(Refusal.class, second.refusals.get(0)).status());
        assertEquals(0, second.share.bytes());
        second.send(SPACES);
        assertEquals(0, second.share.bytes(), "what comes after it is thrown away");

        first.send("{\"inputs\":[");
        first.send(Batches.onlyId(1) + "]}" + " ".repeat(30_000));
        assertEquals(List.of(), first.refusals, "it has room that the other has left");
        first.hand.end();
        assertEquals(1, first.bodies.get(0).inputs().size());
        assertTrue(first.share.bytes() > SPACES.length());
    }

    @Test
    void aBodyThatIsNoneHoldsNothing() {
        Caller caller = new Caller();
        caller.send(SPACES);

        caller.send("nonsense");

        assertEquals(
                400, assertInstanceOf(Refusal.class, caller.refusals.get(0)).status());
        assertEquals(0, room.bytes());
    }

    @Test
    void aBodyThatEndsTooSoonHoldsNothing() {
        Caller caller = new Caller();
        caller.send(SPACES);
        caller.send("{\"inputs\":[");

        caller.hand.end();

        assertEquals(
                400, assertInstanceOf(Refusal.class, caller.refusals.get(0)).status());
        assertEquals(0, room.bytes());
    }
}
