package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
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
        CallRoom room = new CallRoom(20_000);
        Dispatching nest = new Dispatching(11).callRoom(room);
        List<Dispatching.Running> running = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            running.add(nest.start(Operation.OBJECT_UPSERT, Batches.keyed(3_000)));
        }
        while (running.stream().anyMatch(batch -> !batch.isOver())) {
            assertTrue(nest.step(), "it hangs");
            assertTrue(room.bytes() <= 20_000, room::toString);
        }
        running.forEach(batch -> assertEquals(3_000, batch.result().outcomes().succeeded()));
        assertEquals(0, room.bytes());
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
