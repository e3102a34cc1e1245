package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StallWatchTest {
    private static final Duration STALL = Duration.ofMinutes(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofNanos(1);

    private final ManualClock clock = new ManualClock();
    private final FeedByHand feed = new FeedByHand();
    private long waiting;
    private final StallWatch watch = new StallWatch(feed, () -> waiting, STALL, clock);

    /** A feed that says what a test wants it to say. */
    private static final class FeedByHand implements Feed {
        private boolean isHeldBack;
        private boolean isThrough;
        private boolean wasCut;

        @Override
        public void start(BatchRun run, Runnable moved) {}

        @Override
        public void ended(int length) {}

        @Override
        public void noMoreCalls() {}

        @Override
        public void stop() {}

        @Override
        public boolean isHeldBack() {
            return isHeldBack;
        }

        @Override
        public boolean isThrough() {
            return isThrough;
        }

        @Override
        public boolean wasCut() {
            return wasCut;
        }
    }

    @Test
    void standsStillWhenNothingHasMovedForTheStall() {
        assertFalse(after(STALL.minus(TICK)).isStalled());
        assertTrue(after(TICK).isStalled());
    }

    @ParameterizedTest
    @MethodSource
    void movesWhenever(Consumer<StallWatch> something) {
        pass(STALL.minus(TICK));
        something.accept(watch);

        assertFalse(after(STALL.minus(TICK)).isStalled());
        assertTrue(after(TICK).isStalled());
    }

    static Stream<Named<Consumer<StallWatch>>> movesWhenever() {
        return Stream.of(
                Named.of("lines come in", StallWatch::arrived),
                Named.of("an input ends", StallWatch::settled),
                Named.of("the caller takes lines", StallWatch::taken));
    }

    @Test
    void whatIsAskedIsMeantAsOfTheLastLook() {
        assertTrue(after(STALL).isStalled());
        watch.settled();
        assertTrue(watch.isStalled());

        watch.look();
        assertFalse(watch.isStalled());
    }

    @Test
    void whoSendsOnNeedNotTakeAnything() {
        watch.settled();
        waiting = 1;
        for (int minute = 0; minute < 60; minute++) {
            watch.arrived();
            assertFalse(after(MINUTE).isStalled());
            assertFalse(watch.isDeaf(false));
        }
    }

    @Test
    void whoHasSentEverythingAndTakesNothingIsDeafThoughItsCallsGoOn() {
        watch.settled();
        waiting = 1;
        feed.isThrough = true;
        pass(MINUTE);
        watch.settled();

        assertFalse(after(MINUTE.minus(TICK)).isDeaf(false));
        assertTrue(after(TICK).isDeaf(false));
        assertFalse(watch.isStalled());
    }

    /** It may have begun to take them only when it had sent everything. */
    @Test
    void whoHasSentEverythingHasTheStallFromItsLastLineOn() {
        watch.settled();
        waiting = 1;
        for (int minute = 0; minute < 10; minute++) {
            watch.arrived();
            pass(MINUTE);
        }
        watch.arrived();
        feed.isThrough = true;
        pass(MINUTE);
        watch.settled();

        assertFalse(after(MINUTE.minus(TICK)).isDeaf(false));
        assertTrue(after(TICK).isDeaf(false));
    }

    @Test
    void nobodyIsDeafToWhatIsNotThere() {
        feed.isThrough = true;

        assertFalse(after(STALL.multipliedBy(5)).isDeaf(false));
        assertTrue(watch.isStalled());
    }

    @Test
    void whoTookEveryLineHasTheStallFromTheNextLineOn() {
        feed.isThrough = true;
        pass(STALL.multipliedBy(5));
        watch.settled();
        waiting = 1;
        pass(MINUTE);
        watch.settled();

        assertFalse(after(MINUTE.minus(TICK)).isDeaf(false));
        assertTrue(after(TICK).isDeaf(false));
    }

    @Test
    void whoTookEveryLineHasTheStallForTheSummary() {
        feed.isThrough = true;
        pass(STALL.multipliedBy(5));
        watch.ended();

        assertFalse(after(STALL.minus(TICK)).isDeaf(true));
        assertTrue(after(TICK).isDeaf(true));
    }

    @Test
    void whoTakesSomethingIsNotDeaf() {
        watch.settled();
        waiting = 1;
        feed.isThrough = true;
        for (int minute = 0; minute < 10; minute++) {
            assertFalse(after(MINUTE).isDeaf(true));
            watch.taken();
        }
    }

    @Test
    void whoNeitherSendsNorTakesIsDeafWhenTheStreamStandsStill() {
        watch.settled();
        waiting = 1;

        assertFalse(after(STALL.minus(TICK)).isDeaf(false));
        assertTrue(after(TICK).isDeaf(false), "though it has not sent everything");
    }

    @Test
    void whoseLinesAreThrownAwayNeedNotTakeAnythingForTenStalls() {
        watch.settled();
        waiting = 1;
        feed.isThrough = true;
        feed.wasCut = true;
        for (int minute = 0; minute < 19; minute++) {
            watch.arrived();
            assertFalse(after(MINUTE).isDeaf(true));
        }
        watch.arrived();

        assertFalse(after(MINUTE.minus(TICK)).isDeaf(true));
        assertTrue(after(TICK).isDeaf(true));
    }

    @Test
    void aStreamThatLeavesTakesInputsUntilTheirCallerPauses() {
        watch.leaves();
        watch.stopped();
        for (int i = 0; i < 3; i++) {
            watch.arrived();
            assertFalse(after(SECOND.minus(TICK)).isRestOver());
        }

        assertTrue(after(TICK).isRestOver());
    }

    @Test
    void aStreamThatLeavesTakesInputsForTenSecondsAtMost() {
        watch.leaves();
        watch.stopped();
        for (int i = 0; i < 19; i++) {
            watch.arrived();
            assertFalse(after(Duration.ofMillis(500)).isRestOver());
        }
        watch.arrived();

        assertTrue(after(Duration.ofMillis(500)).isRestOver());
    }

    @Test
    void whoIsNotReadDoesNotPause() {
        watch.leaves();
        watch.stopped();
        feed.isHeldBack = true;
        assertFalse(after(Duration.ofSeconds(5)).isRestOver());
        feed.isHeldBack = false;

        assertFalse(after(SECOND.minus(TICK)).isRestOver());
        assertTrue(after(TICK).isRestOver());
    }

    @Test
    void aStreamThatDoesNotLeaveIsTakenOnWhateverThePause() {
        watch.stopped();

        assertFalse(after(MINUTE).isRestOver());
    }

    /** A machine that stands still is nobody's stall; what was to move has its time from then on. */
    @Test
    void theTimeInWhichItCouldNotLookDoesNotCount() {
        watch.settled();
        waiting = 1;
        feed.isThrough = true;
        clock.advance(STALL.multipliedBy(5));
        watch.look();
        assertFalse(watch.isStalled());
        assertFalse(watch.isDeaf(false));

        assertFalse(after(STALL.minus(SECOND).minus(TICK)).isStalled());
        assertFalse(watch.isDeaf(false));
        assertTrue(after(TICK).isStalled());
        assertTrue(watch.isDeaf(false));
    }

    @Test
    void whatMovedWhileItCouldNotLookHasTheWholeStall() {
        clock.advance(STALL.multipliedBy(2));
        watch.settled();
        watch.look();

        assertFalse(after(STALL.minus(TICK)).isStalled());
        assertTrue(after(TICK).isStalled());
    }

    @Test
    void whoseLinesAreThrownAwayIsForgivenThatTimeToo() {
        watch.settled();
        waiting = 1;
        feed.isThrough = true;
        feed.wasCut = true;
        clock.advance(STALL.multipliedBy(11));
        watch.arrived();
        watch.look();

        assertFalse(watch.isDeaf(true));
    }

    @Test
    void aPauseThatNobodyCouldSeeEndsNoRest() {
        watch.leaves();
        watch.stopped();
        clock.advance(Duration.ofMillis(200));
        watch.arrived();
        clock.advance(Duration.ofSeconds(5));
        watch.look();

        assertFalse(watch.isRestOver());
    }

    @Test
    void whoHasTakenNothingForTwoSecondsIsHelpedByTheDisk() {
        clock.advance(Duration.ofSeconds(2).minus(TICK));
        assertTrue(watch.isTaking());
        clock.advance(TICK);
        assertFalse(watch.isTaking());

        watch.taken();
        assertTrue(watch.isTaking());
    }

    @Test
    void aShortStallMakesForShortPatienceAndFrequentLooks() {
        StallWatch hasty = new StallWatch(feed, () -> waiting, SECOND, clock);
        assertEquals(SECOND.toNanos(), watch.pauseNanos());
        assertEquals(Duration.ofMillis(250).toNanos(), hasty.pauseNanos());

        clock.advance(Duration.ofMillis(500));

        assertFalse(hasty.isTaking());
        assertTrue(watch.isTaking());
    }

    /** As it looks so much later. */
    private StallWatch after(Duration time) {
        pass(time);
        return watch;
    }

    /** With looks in time. */
    private void pass(Duration time) {
        for (long left = time.toNanos(); left > 0; left -= watch.pauseNanos()) {
            clock.advance(Duration.ofNanos(Math.min(left, watch.pauseNanos())));
            watch.look();
        }
    }
}
