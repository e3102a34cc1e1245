package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.testing.Calls;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The bytes of calls under way are bounded, whatever the permits, and who finds no room is served in turn. */
class CallRoomTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final ManualTimer timer = new ManualTimer(new ManualClock());
    private final CallRoom room = new CallRoom(100, timer);
    private final List<String> told = new ArrayList<>();

    /** Somebody who asks for room. */
    private final class Asker {
        private final String name;
        private final CallRoom.Place place = room.place();

        Asker(String name) {
            this.name = name;
        }

        boolean enters(long bytes) {
            return place.tryEnter(bytes, () -> told.add(name));
        }
    }

    @Test
    void whoFindsItFullIsToldInTurn() {
        assertTrue(new Asker("never").enters(60));
        assertFalse(new Asker("first").enters(60));
        assertFalse(new Asker("second").enters(60));

        room.leave(60);

        assertEquals(List.of("first"), told);
        assertEquals(0, room.bytes());
    }

    @Test
    void whoNeedsLittleDoesNotPassWhoNeedsMuch() {
        assertTrue(new Asker("never").enters(60));
        assertFalse(new Asker("much").enters(80));
        assertFalse(new Asker("little").enters(10), "there is room for it, but it is not its turn");
        assertFalse(new Asker("last").enters(40));

        room.leave(60);

        assertEquals(List.of("much", "little"), told, "beside the one there is room for the other");
    }

    @Test
    void theRoomIsKeptForWhoIsTold() {
        Asker first = new Asker("first");
        assertTrue(new Asker("never").enters(100));
        assertFalse(first.enters(60));
        room.leave(100);

        assertTrue(new Asker("never").enters(40), "it is beside what is kept");
        assertFalse(new Asker("newcomer").enters(40));
        assertTrue(first.enters(60));

        assertEquals(100, room.bytes());
        assertEquals(List.of("first"), told);
    }

    /** Its lane may be shut, or it has ended meanwhile. */
    @Test
    void whoDoesNotComeInTwoSecondsHoldsNobodyUp() {
        assertTrue(new Asker("never").enters(100));
        assertFalse(new Asker("first").enters(100));
        Asker second = new Asker("second");
        assertFalse(second.enters(100));
        room.leave(100);
        assertEquals(List.of("first"), told);

        assertEquals(Duration.ofSeconds(2), timer.untilNext());

        assertTrue(timer.runNext());

        assertEquals(List.of("first", "second"), told);
        assertTrue(second.enters(100));
    }

    @Test
    void whoComesLateIsAheadOfThoseWhoCameAfterIt() {
        Asker late = new Asker("late");
        Asker second = new Asker("second");
        assertTrue(new Asker("never").enters(100));
        assertFalse(late.enters(60));
        assertFalse(second.enters(60));
        assertFalse(new Asker("third").enters(60));
        room.leave(100);
        assertTrue(timer.runNext());
        assertTrue(second.enters(60));
        assertEquals(List.of("late", "second"), told);

        assertFalse(late.enters(60));
        room.leave(60);

        assertEquals(List.of("late", "second", "late"), told);
        assertTrue(late.enters(60));
    }

    @Test
    void whoComesLateAndFindsRoomEntersPastThoseWhoCameAfterIt() {
        Asker late = new Asker("late");
        assertTrue(new Asker("never").enters(100));
        assertFalse(late.enters(20));
        room.leave(100);
        assertTrue(timer.runNext());
        assertTrue(new Asker("never").enters(60));
        assertFalse(new Asker("second").enters(60));

        assertTrue(late.enters(20));

        assertEquals(80, room.bytes());
        assertFalse(late.enters(20), "for its next call it is the last again");
    }

    @Test
    void whoNeedsLessThanItWasPromisedLeavesTheRestToOthers() {
        Asker first = new Asker("first");
        assertTrue(new Asker("never").enters(100));
        assertFalse(first.enters(100));
        room.leave(100);
        assertEquals(List.of("first"), told);

        assertTrue(first.enters(30));

        assertTrue(new Asker("next").enters(70));
    }

    @Test
    void whoGivesUpItsPromiseForALargerCallHoldsUpNobodyAheadOfIt() {
        Asker late = new Asker("late");
        Asker second = new Asker("second");
        assertTrue(new Asker("never").enters(100));
        assertFalse(late.enters(60));
        assertFalse(second.enters(60));
        room.leave(100);
        assertTrue(timer.runNext());
        assertEquals(List.of("late", "second"), told);
        assertFalse(late.enters(60), "it is promised to the second, and nothing is under way");

        assertFalse(second.enters(80), "the late one is ahead of it");

        assertEquals(List.of("late", "second", "late"), told);
        assertTrue(late.enters(60));
    }

    @Test
    void whoNeedsMoreThanItWasPromisedWaitsAtTheFront() {
        Asker first = new Asker("first");
        assertTrue(new Asker("never").enters(50));
        assertTrue(new Asker("never").enters(50));
        assertFalse(first.enters(50));
        assertFalse(new Asker("second").enters(50));
        room.leave(50);

        assertFalse(first.enters(80));
        assertEquals(List.of("first"), told);
        room.leave(50);

        assertEquals(List.of("first", "first"), told);
        assertTrue(first.enters(80));
    }

    @Test
    void whoWithdrawsIsNotToldAndThoseBehindItAreServedAtOnce() {
        assertTrue(new Asker("never").enters(60));
        Asker leaving = new Asker("leaving");
        assertFalse(leaving.enters(80));
        assertFalse(new Asker("next").enters(40));

        leaving.place.withdraw();
        assertEquals(List.of("next"), told);
        room.leave(60);

        assertEquals(List.of("next"), told);
    }

    @Test
    void whoWithdrawsGivesBackWhatItWasPromisedOnce() {
        assertTrue(new Asker("never").enters(100));
        Asker leaving = new Asker("leaving");
        Asker next = new Asker("next");
        assertFalse(leaving.enters(100));
        assertFalse(next.enters(100));
        room.leave(100);
        assertEquals(List.of("leaving"), told);

        leaving.place.withdraw();
        leaving.place.withdraw();
        assertEquals(List.of("leaving", "next"), told);
        assertTrue(next.enters(100));

        assertTrue(timer.isEmpty(), "no promise is left to end");
        assertFalse(new Asker("newcomer").enters(1), "it is full");
        assertFalse(leaving.enters(1), "and it may come again");
    }

    @Test
    void aPlaceThatWaitedForNothingCanWithdraw() {
        Asker idle = new Asker("idle");

        idle.place.withdraw();

        assertTrue(idle.enters(100));
        idle.place.withdraw();
        assertEquals(100, room.bytes(), "its call is under way");
    }

    @Test
    void aCallLargerThanTheRoomGoesAlone() {
        assertTrue(new Asker("never").enters(500));
        Asker small = new Asker("small");
        assertFalse(small.enters(1));
        room.leave(500);
        assertTrue(small.enters(1));
    }

    @Test
    void aCallLargerThanTheRoomIsNotPassedUntilItHasGone() {
        assertTrue(new Asker("never").enters(40));
        assertTrue(new Asker("never").enters(40));
        Asker huge = new Asker("huge");
        assertFalse(huge.enters(500));
        assertFalse(new Asker("small").enters(1));
        room.leave(40);
        assertEquals(List.of(), told);
        room.leave(40);
        assertEquals(List.of("huge"), told);

        assertFalse(new Asker("newcomer").enters(1), "nobody goes before it");
        assertTrue(huge.enters(500));
        assertEquals(List.of("huge"), told);
        room.leave(500);

        assertEquals(List.of("huge", "small", "newcomer"), told);
    }

    @Test
    void roomOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CallRoom(0, timer));
    }

    /** Some of them come late, some never, some change their minds; calls may be larger than the room. */
    @Property(tries = 300)
    void whoGoesOnAskingIsServedAndTheBoundHolds(@ForAll long seed) {
        new Crowd(seed).run();
    }

    @Test
    void batchesShareItAndAllOfThemEnd() {
        Dispatching nest = new Dispatching(11).callRoom(40_000);
        List<Dispatching.Running> running = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            running.add(nest.start(Operation.OBJECT_UPSERT, Batches.keyed(3_000)));
        }
        while (running.stream().anyMatch(batch -> !batch.isOver())) {
            assertTrue(nest.step(), "it hangs");
            assertTrue(nest.callRoom.bytes() <= 40_000, () -> nest.callRoom.bytes() + " bytes");
        }
        running.forEach(batch -> assertEquals(3_000, batch.result().outcomes().succeeded()));
        assertEquals(0, nest.callRoom.bytes());
    }

    /** A read of 100 ids is some 3 KB and brings 2 MB: hundreds of them under way would end the process. */
    @Test
    void whatCallsAreExpectedToBringIsCountedWithThem() {
        Dispatching nest = new Dispatching(13).callRoom(10_000_000);
        nest.hubSpot.answers().padded(20_000);
        Dispatching.Running running = nest.start(Operation.OBJECT_READ, Batches.keyed(10_000));
        long most = 0;
        while (!running.isOver()) {
            assertTrue(nest.step(), "it hangs");
            most = Math.max(most, nest.callRoom.bytes());
        }

        assertEquals(10_000, running.result().outcomes().succeeded());
        assertTrue(nest.hubSpot.mostUnderWay() <= 5, () -> nest.hubSpot.mostUnderWay() + " at once");
        assertTrue(most > 6_000_000 && most <= 10_000_000, most + " bytes");
        assertEquals(0, nest.callRoom.bytes());
    }

    @Test
    void whereAnswersAreSmallManyCallsAreUnderWayAtOnce() {
        Dispatching nest = new Dispatching(14).callRoom(10_000_000);

        nest.run(Operation.OBJECT_READ, Batches.keyed(20_000));

        assertTrue(nest.hubSpot.mostUnderWay() >= 100, () -> nest.hubSpot.mostUnderWay() + " at once");
    }

    /** Ten megabytes each would else wait for the whole room, and let nobody else in. */
    @Test
    void anAnswerIsExpectedToTakeAFourthOfTheRoomAtMost() {
        Dispatching nest = new Dispatching(16).callRoom(4_000_000);
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
        Dispatching nest = new Dispatching(12).callRoom(20_000);
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100));
        Dispatching.Running large = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(5_000));
        Dispatching.Running leaving = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(5_000));
        Dispatching.Running last = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(5_000));
        nest.pass(Duration.ofMillis(1));

        leaving.run.stop(Reason.CALLER_LEFT);

        assertEquals(5_000, nest.finish(last).outcomes().succeeded());
        assertEquals(5_000, nest.finish(large).outcomes().succeeded());
        nest.finish(leaving);
        assertEquals(0, nest.callRoom.bytes());
    }

    /** There is always one of the small ones under way, and with it there is no room for the large one. */
    @Test
    void aBatchThatNeedsMuchRoomIsServedThoughSmallOnesComeAllTheTime() {
        Dispatching nest = slowNest();
        List<Dispatching.Running> small = new ArrayList<>();
        small.add(nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60)));
        assertTrue(2 * nest.callRoom.bytes() <= 20_000, "two of them fit");
        Dispatching.Running large = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(100));
        nest.pass(Duration.ofMillis(10));
        assertEquals(1 + 1, nest.hubSpot.received().size(), "there is no room for it");
        for (int i = 0; i < 10; i++) {
            nest.pass(HALF_A_SECOND);
            small.add(nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60)));
        }

        assertTrue(large.isOver(), "it is passed by all who need less");
        small.forEach(nest::finish);
        assertEquals(0, nest.callRoom.bytes());
    }

    @Test
    void aBatchThatHasEndedHoldsNobodyUpWhoWaitsBehindIt() {
        Dispatching nest = slowNest();
        Dispatching.Running under = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60));
        Dispatching.Running leaving = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(100));
        Dispatching.Running next = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(10));
        nest.pass(Duration.ofMillis(10));
        assertEquals(1 + 1, nest.hubSpot.received().size());

        leaving.run.stop(Reason.CALLER_LEFT);
        nest.pass(Duration.ofMillis(10));

        assertTrue(leaving.isOver());
        assertFalse(under.isOver());
        assertEquals(1 + 2, nest.hubSpot.received().size(), "there was room for it all the time");
        nest.finish(next);
    }

    @Test
    void aBatchThatIsStoppedWithCallsUnderWayHoldsNobodyUp() {
        Dispatching nest = slowNest();
        Dispatching.Running stopped = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(160));
        Dispatching.Running next = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(1));
        nest.pass(Duration.ofMillis(10));
        assertEquals(1 + 1, nest.hubSpot.received().size());

        stopped.run.stop(Reason.SHUTDOWN);
        nest.pass(Duration.ofMillis(10));

        assertFalse(stopped.isOver());
        assertEquals(1 + 2, nest.hubSpot.received().size(), "there was room for it all the time");
        assertEquals(1, nest.finish(next).outcomes().succeeded());
        assertEquals(60, nest.finish(stopped).outcomes().unsent());
    }

    @Test
    void aBatchThatIsHeldHoldsNobodyUpAndComesAgainAfterwards() {
        Dispatching nest = slowNest();
        nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60));
        Dispatching.Running held = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(100));
        Dispatching.Running next = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(10));
        nest.pass(Duration.ofMillis(10));
        assertEquals(1 + 1, nest.hubSpot.received().size());

        held.run.hold();
        nest.pass(Duration.ofMillis(10));

        assertEquals(1 + 2, nest.hubSpot.received().size(), "there was room for it all the time");
        held.run.goOn();
        assertEquals(100, nest.finish(held).outcomes().succeeded());
        assertEquals(10, nest.finish(next).outcomes().succeeded());
    }

    /** Its token is known to be good; calls take a second, and so much room: 20,000 bytes. */
    private static Dispatching slowNest() {
        Dispatching nest = new Dispatching(17).callRoom(20_000);
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(1));
        nest.hubSpot.latency(SECOND, SECOND);
        return nest;
    }

    /** Twenty who each have some calls to make, in time that is moved by hand. */
    private static final class Crowd {
        private static final int MEMBERS = 20;
        private static final int CALLS = 8;
        private static final long ROOM = 1_000;
        private static final Duration MOST_LATE = Duration.ofSeconds(5);
        private static final int MOST_STEPS = 20_000;

        private final SplittableRandom random;
        private final ManualTimer timer = new ManualTimer(new ManualClock());
        private final CallRoom room = new CallRoom(ROOM, timer);
        private int underWay;
        private int left = MEMBERS * CALLS;

        Crowd(long seed) {
            this.random = new SplittableRandom(seed);
        }

        void run() {
            for (int i = 0; i < MEMBERS; i++) {
                later(new Member());
            }
            for (int step = 0; timer.runNext(); step++) {
                assertTrue(step < MOST_STEPS, "it never ends");
                assertTrue(room.bytes() <= ROOM || underWay == 1, () -> room.bytes() + " bytes in " + underWay);
            }
            assertEquals(0, left, "were never served");
            assertEquals(0, room.bytes());
        }

        private void later(Member member) {
            boolean isLate = random.nextInt(10) == 0;
            timer.after(random.nextLong(isLate ? MOST_LATE.toNanos() : SECOND.toNanos()), member::ask);
        }

        private final class Member {
            private final CallRoom.Place place = room.place();
            private int calls = CALLS;
            private boolean isInLine;

            void ask() {
                int chance = random.nextInt(20);
                if (chance == 0) {
                    end();
                    return;
                }
                long bytes = 1 + random.nextLong(chance == 1 ? 2 * ROOM : ROOM / 4);
                isInLine = true;
                if (place.tryEnter(bytes, this::told)) {
                    isInLine = false;
                    send(bytes);
                } else if (chance < 4) {
                    timer.after(random.nextLong(SECOND.toNanos()), this::changeItsMind);
                }
            }

            private void told() {
                isInLine = false;
                later(this);
            }

            /** With what it has not sent, whether or not it says so. */
            private void end() {
                left -= calls;
                if (random.nextBoolean()) {
                    place.withdraw();
                }
            }

            private void changeItsMind() {
                if (isInLine) {
                    isInLine = false;
                    place.withdraw();
                    later(this);
                }
            }

            private void send(long bytes) {
                underWay++;
                calls--;
                left--;
                timer.after(random.nextLong(SECOND.toNanos()), () -> {
                    underWay--;
                    room.leave(bytes);
                });
                if (calls > 0) {
                    later(this);
                }
            }
        }
    }
}
