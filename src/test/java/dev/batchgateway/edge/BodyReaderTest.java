package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
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
    private static final String BEGIN = "{\"inputs\":[{}";

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
                            MOST,
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
        first.send(BEGIN + inputsOf(60_000));
        second.send(BEGIN + inputsOf(20_000));
        assertTrue(second.share.bytes() >= 20_000);

        second.send(inputsOf(60_000));
        assertEquals(
                503, assertInstanceOf(Refusal.class, second.refusals.get(0)).status());
        assertEquals(0, second.share.bytes());
        second.send(inputsOf(60_000));
        assertEquals(0, second.share.bytes(), "what comes after it is thrown away");

        first.send(inputsOf(30_000));
        first.send("]}");
        assertEquals(List.of(), first.refusals, "it has room that the other has left");
        first.hand.end();
        assertTrue(first.bodies.get(0).inputs().size() > 1_300);
        assertTrue(first.share.bytes() > 90_000);
    }

    /** So many that they take about that many bytes with what is kept beside them. */
    private static String inputsOf(int bytes) {
        return ",{}".repeat(bytes / (3 + Inputs.OVERHEAD_BYTES) + 1);
    }

    /** Who is told to come again would send it for ever. */
    @Test
    void aBodyThatWouldFindNoRoomEvenAloneIsToldSo() {
        Caller caller = new Caller();
        caller.send("{\"inputs\":[{}");
        for (int input = 1; caller.refusals.isEmpty() && input < 5_000; input++) {
            caller.send(",{}");
        }

        Refusal refusal = assertInstanceOf(Refusal.class, caller.refusals.get(0));
        assertEquals(413, refusal.status());
        assertTrue(String.valueOf(refusal.getMessage()).contains("at most " + MOST + " bytes"));
        assertEquals(0, room.bytes());
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
