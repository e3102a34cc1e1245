package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.testing.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of calls under way are bounded, whatever the permits. */
class CallRoomTest {
    @Test
    void whoFindsItFullIsToldInTurn() {
        CallRoom room = new CallRoom(100);
        List<String> told = new ArrayList<>();

        assertTrue(room.tryEnter(60, () -> told.add("never")));
        assertFalse(room.tryEnter(60, () -> told.add("first")));
        assertFalse(room.tryEnter(60, () -> told.add("second")));
        assertTrue(room.tryEnter(40, () -> told.add("never")));
        room.leave(60);

        assertEquals(List.of("first"), told);
        assertEquals(40, room.bytes());
    }

    @Test
    void aCallLargerThanTheRoomGoesAlone() {
        CallRoom room = new CallRoom(100);

        assertTrue(room.tryEnter(500, () -> {}));
        assertFalse(room.tryEnter(1, () -> {}));
        room.leave(500);
        assertTrue(room.tryEnter(1, () -> {}));
    }

    @Test
    void roomOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CallRoom(0));
    }

    @Test
    void batchesShareItAndAllOfThemEnd() {
        CallRoom room = new CallRoom(40_000);
        Dispatching nest = new Dispatching(11).callRoom(room);
        List<Dispatching.Running> running = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            running.add(nest.start(Operation.OBJECT_UPSERT, Batches.keyed(3_000)));
        }
        while (running.stream().anyMatch(batch -> !batch.isOver())) {
            assertTrue(nest.step(), "it hangs");
            assertTrue(room.bytes() <= 40_000, () -> room.bytes() + " bytes");
        }
        running.forEach(batch -> assertEquals(3_000, batch.result().outcomes().succeeded()));
        assertEquals(0, room.bytes());
    }

    /** A read of 100 ids is some 3 KB and brings 2 MB: hundreds of them under way would end the process. */
    @Test
    void whatCallsAreExpectedToBringIsCountedWithThem() {
        CallRoom room = new CallRoom(10_000_000);
        Dispatching nest = new Dispatching(13).callRoom(room);
        nest.hubSpot.answers().padded(20_000);
        Dispatching.Running running = nest.start(Operation.OBJECT_READ, Batches.keyed(10_000));
        long most = 0;
        while (!running.isOver()) {
            assertTrue(nest.step(), "it hangs");
            most = Math.max(most, room.bytes());
        }

        assertEquals(10_000, running.result().outcomes().succeeded());
        assertTrue(nest.hubSpot.mostUnderWay() <= 5, () -> nest.hubSpot.mostUnderWay() + " at once");
        assertTrue(most > 6_000_000 && most <= 10_000_000, most + " bytes");
        assertEquals(0, room.bytes());
    }

    @Test
    void whereAnswersAreSmallManyCallsAreUnderWayAtOnce() {
        CallRoom room = new CallRoom(10_000_000);
        Dispatching nest = new Dispatching(14).callRoom(room);

        nest.run(Operation.OBJECT_READ, Batches.keyed(20_000));

        assertTrue(nest.hubSpot.mostUnderWay() >= 100, () -> nest.hubSpot.mostUnderWay() + " at once");
    }

    /** Ten megabytes each would else wait for the whole room, and let nobody else in. */
    @Test
    void anAnswerIsExpectedToTakeAFourthOfTheRoomAtMost() {
        Dispatching nest = new Dispatching(16).callRoom(new CallRoom(4_000_000));
        nest.hubSpot.answers().padded(100_000);
        nest.run(Operation.OBJECT_READ, Batches.keyed(100));

        nest.start(Operation.OBJECT_READ, Batches.keyed(2_000));

        assertEquals(1 + 3, nest.hubSpot.received().size());
        nest.drain();
    }

    /** The token is known to be good, so that only what is not known of its answers holds them back. */
    @Test
    void readsOfWhoseAnswersNothingIsKnownBeginWithAFew() {
        Dispatching nest = new Dispatching(15);
        nest.run(Operation.OBJECT_READ, Batches.keyed(100));
        BatchRequest plain = Dispatching.request(Operation.OBJECT_READ, Batches.keyed(5_000), false);
        Envelope other = Calls.envelope(Operation.OBJECT_READ, "\"propertiesWithHistory\":[\"notes\"]");

        nest.start(new BatchRequest(plain.target(), other, plain.inputs(), plain.sink(), plain.caller(), false));

        assertEquals(1 + 4, nest.hubSpot.received().size());
        nest.drain();
    }

    @Test
    void aBatchThatEndsWhileItWaitsForRoomLeavesItToTheNext() {
        CallRoom room = new CallRoom(20_000);
        Dispatching nest = new Dispatching(12).callRoom(room);
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100));
        Dispatching.Running large = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(5_000));
        Dispatching.Running leaving = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(5_000));
        Dispatching.Running last = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(5_000));
        nest.pass(Duration.ofMillis(1));

        leaving.run.stop(Reason.CALLER_LEFT);

        assertEquals(5_000, nest.finish(last).outcomes().succeeded());
        assertEquals(5_000, nest.finish(large).outcomes().succeeded());
        nest.finish(leaving);
        assertEquals(0, room.bytes());
    }
}
