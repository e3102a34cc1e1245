package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HeldRecordsTest {
    private static final Duration LONG = Duration.ofMinutes(13);
    private static final Duration SHORT = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer(clock);
    private final Store store = new Store();
    private final RegisterState state = new RegisterState(clock);
    private final HeldRecords held = new HeldRecords(store, "me", state, clock, timer);

    /** What a Redis would have of this gateway's entries; it can be away, slow, or forget all. */
    private final class Store implements HeldRecords.Register {
        final Map<String, Long> entries = new HashMap<>();
        final List<String> told = new ArrayList<>();
        final List<Runnable> unanswered = new ArrayList<>();
        boolean isAway;
        boolean isSlow;
        int marks;
        /** After so many more records it is away. */
        int goesAfter = Integer.MAX_VALUE;

        @Override
        public void enter(String name, String print, long holdMillis, Consumer<Entered> onEnd) {
            boolean isMark = name.startsWith(HeldRecords.MARK);
            if (isMark) {
                marks++;
            } else {
                told.add(name + " " + print + " " + holdMillis);
            }
            if (isSlow && !isMark) {
                unanswered.add(() -> onEnd.accept(entered(name, holdMillis)));
            } else {
                isAway |= !isMark && goesAfter-- <= 0;
                onEnd.accept(entered(name, holdMillis));
            }
        }

        private Entered entered(String name, long holdMillis) {
            if (isAway) {
                return Entered.LOST;
            }
            long now = clock.getAsLong();
            if (holdMillis == 0) {
                entries.remove(name);
                return Entered.AS_BEFORE;
            }
            Long before = entries.put(name, now + Duration.ofMillis(holdMillis).toNanos());
            return before == null || before <= now ? Entered.ANEW : Entered.AS_BEFORE;
        }

        void answers() {
            List<Runnable> all = List.copyOf(unanswered);
            unanswered.clear();
            all.forEach(Runnable::run);
        }

        List<String> takeTold() {
            List<String> all = List.copyOf(told);
            told.clear();
            return all;
        }
    }

    @Test
    void aRecordIsEnteredAtOnce() {
        held.hold("a", "print", LONG);

        assertEquals(List.of("a print 780000"), store.told);
    }

    @Test
    void whatRedisWasNotThereToBeToldIsToldWithinASecondOfItsReturnForTheRestOfItsTime() {
        store.isAway = true;
        held.hold("a", "print", LONG);
        pass(Duration.ofSeconds(100));
        store.takeTold();
        store.isAway = false;

        pass(HeldRecords.PAUSE);

        assertEquals(List.of("a print 679000"), store.takeTold());
        pass(Duration.ofSeconds(100));
        assertEquals(List.of(), store.told, "once is enough");
    }

    @Test
    void aRedisThatIsAwayIsAskedOneThingASecondHoweverMuchIsHeld() {
        store.isAway = true;
        for (int i = 0; i < 3_000; i++) {
            held.hold("r" + i, "print", LONG);
        }
        assertEquals(3_000, store.takeTold().size());

        pass(Duration.ofSeconds(60));

        assertEquals(List.of(), store.told);
        assertEquals(60, store.marks);
        assertEquals(1, timer.size());
    }

    @Test
    void aRedisThatHasForgottenIsToldEverythingThatIsHeld() {
        held.hold("a", "print", LONG);
        held.isEntered("claimed", "print", LONG);
        held.hold("gone", "print", LONG);
        held.release("gone", "print");
        pass(Duration.ofSeconds(5));
        store.entries.clear();
        store.takeTold();

        pass(HeldRecords.PAUSE);

        assertEquals(
                List.of("a print 774000", "claimed print 774000"),
                store.takeTold().stream().sorted().toList());
    }

    @Test
    void aRedisThatRemembersIsToldNothingTwice() {
        held.hold("a", "print", LONG);
        pass(HeldRecords.PAUSE);
        store.takeTold();

        pass(Duration.ofMinutes(10));

        assertEquals(List.of(), store.told);
    }

    @Test
    void theLastWishIsTheOneThatIsRepeated() {
        store.isAway = true;
        held.hold("a", "print", LONG);
        held.hold("a", "print", SHORT);
        store.takeTold();
        store.isAway = false;

        pass(HeldRecords.PAUSE);

        assertEquals(List.of("a print 59000"), store.told);
    }

    @Test
    void aLateLossOfAnEarlierWishDoesNotBringItBack() {
        store.isSlow = true;
        held.hold("a", "print", LONG);
        store.isSlow = false;
        held.hold("a", "print", SHORT);
        pass(HeldRecords.PAUSE);
        store.isAway = true;
        store.answers();
        store.isAway = false;
        store.takeTold();

        pass(Duration.ofSeconds(10));

        assertEquals(List.of(), store.told);
    }

    @Test
    void whatIsReleasedIsNotRepeatedAndNothingIsLeftOfIt() {
        store.isAway = true;
        held.hold("a", "print", LONG);
        held.release("a", "print");
        store.isAway = false;
        store.takeTold();

        pass(HeldRecords.PAUSE);

        assertEquals(List.of(), store.told);
        assertTrue(timer.isEmpty());
    }

    @Test
    void whatIsReleasedWhileARoundIsUnderWayIsNotEnteredByIt() {
        store.isAway = true;
        for (int i = 0; i <= HeldRecords.MOST_AT_ONCE; i++) {
            held.hold("r" + i, "print", LONG);
        }
        store.isAway = false;
        store.isSlow = true;
        store.takeTold();
        pass(HeldRecords.PAUSE);
        for (int i = 0; i <= HeldRecords.MOST_AT_ONCE; i++) {
            held.release("r" + i, "print");
        }

        store.answers();

        assertEquals(
                HeldRecords.MOST_AT_ONCE,
                store.told.stream().filter(entry -> !entry.endsWith(" 0")).count());
        assertEquals(Map.of(), withoutMark());
    }

    @Test
    void whatHasHadItsTimeIsForgotten() {
        store.isAway = true;
        held.hold("a", "print", Duration.ofSeconds(3));
        store.takeTold();

        pass(Duration.ofSeconds(4));
        store.isAway = false;
        pass(Duration.ofSeconds(4));

        assertEquals(List.of(), store.told);
        assertTrue(timer.isEmpty());
    }

    @Test
    void soManyAreUnderWayAtOnceAndTheOthersFollow() {
        store.isAway = true;
        for (int i = 0; i < 1_000; i++) {
            held.hold("r" + i, "print", LONG);
        }
        store.isAway = false;
        store.isSlow = true;
        store.takeTold();

        pass(HeldRecords.PAUSE);
        assertEquals(HeldRecords.MOST_AT_ONCE, store.unanswered.size());
        pass(Duration.ofSeconds(5));
        assertEquals(HeldRecords.MOST_AT_ONCE, store.unanswered.size(), "one round at a time");
        while (!store.unanswered.isEmpty()) {
            store.answers();
        }

        assertEquals(1_000, store.told.size());
        assertEquals(1_000, withoutMark().size());
    }

    @Test
    void manyThatAreAnsweredAtOnceNeedNoDepth() {
        store.isAway = true;
        for (int i = 0; i < 50_000; i++) {
            held.hold("r" + i, "print", LONG);
        }
        store.isAway = false;

        pass(HeldRecords.PAUSE);

        assertEquals(50_000, withoutMark().size());
    }

    @Test
    void aLossEndsTheRoundAndTheNextOneGoesOn() {
        store.isAway = true;
        for (int i = 0; i < 10; i++) {
            held.hold("r" + i, "print", LONG);
        }
        store.isAway = false;
        store.goesAfter = 4;
        store.takeTold();

        pass(HeldRecords.PAUSE);
        assertEquals(5, store.takeTold().size());
        store.isAway = false;
        store.goesAfter = Integer.MAX_VALUE;
        pass(HeldRecords.PAUSE);

        assertEquals(6, store.told.size());
        assertEquals(10, withoutMark().size());
    }

    @Test
    void whereNothingIsHeldNothingIsAsked() {
        held.hold("a", "print", LONG);
        pass(HeldRecords.PAUSE);
        held.release("a", "print");
        pass(HeldRecords.PAUSE);
        int marks = store.marks;

        pass(LONG);
        assertEquals(marks, store.marks);

        held.hold("b", "print", LONG);
        pass(HeldRecords.PAUSE);
        assertEquals(marks + 1, store.marks);
    }

    @Test
    void whatRedisDoesNotHaveIsShownUntilItHas() {
        held.hold("well", "print", LONG);
        assertEquals(0, state.missing());

        store.isAway = true;
        held.hold("a", "print", LONG);
        held.hold("b", "print", LONG);
        held.hold("b", "print", SHORT);
        assertEquals(2, state.missing());
        pass(Duration.ofSeconds(10));
        assertEquals(2, state.missing());

        store.isAway = false;
        pass(HeldRecords.PAUSE);
        assertEquals(0, state.missing());
    }

    @Test
    void whatIsNotHeldAnyMoreIsMissedNoMore() {
        store.isAway = true;
        held.hold("released", "print", LONG);
        held.hold("over", "print", Duration.ofSeconds(3));
        assertEquals(2, state.missing());

        held.release("released", "print");
        assertEquals(1, state.missing());
        pass(Duration.ofSeconds(4));
        assertEquals(0, state.missing());
    }

    @Test
    void aClaimThatRedisTookIsNotMissing() {
        store.isAway = true;
        held.hold("a", "print", LONG);

        held.isEntered("a", "print", LONG);

        assertEquals(0, state.missing());
    }

    @Test
    void aLateLossOfWhatIsNotWishedAnyMoreIsNone() {
        store.isSlow = true;
        held.hold("a", "print", LONG);
        held.release("a", "print");
        store.isAway = true;

        store.answers();

        assertEquals(0, state.missing());
    }

    /** It is lost again in the middle of being told: what was not told again is missing as well. */
    @Test
    void allThatRedisHasForgottenIsMissing() {
        for (int i = 0; i < 10; i++) {
            held.hold("r" + i, "print", LONG);
        }
        pass(HeldRecords.PAUSE);
        store.entries.clear();
        store.goesAfter = 4;

        pass(HeldRecords.PAUSE);

        assertEquals(6, state.missing());
    }

    private Map<String, Long> withoutMark() {
        Map<String, Long> records = new HashMap<>(store.entries);
        records.keySet().removeIf(name -> name.startsWith(HeldRecords.MARK));
        return records;
    }

    private void pass(Duration time) {
        long end = clock.getAsLong() + time.toNanos();
        while (!timer.isEmpty() && timer.untilNext().toNanos() <= end - clock.getAsLong()) {
            timer.runNext();
        }
        clock.moveTo(end);
    }
}
