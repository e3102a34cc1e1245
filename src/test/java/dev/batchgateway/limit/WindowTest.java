package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Read as a ledger: at this time that is taken, and so much is left. */
class WindowTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TEN_SECONDS = 10 * SECOND;

    private final Window window = new Window(3, TEN_SECONDS);

    @Test
    void givesThreePermitsAndNoFourth() {
        assertTrue(window.tryTake(0));
        assertTrue(window.tryTake(0));
        assertTrue(window.tryTake(0));
        assertFalse(window.tryTake(0));
        assertEquals(0, window.available(0));
        assertEquals(3, window.underWay());
    }

    @Test
    void aPermitIsHeldAsLongAsItsCallIsUnderWay() {
        take(3);

        assertFalse(window.tryTake(100 * SECOND));
        assertEquals(Long.MAX_VALUE, window.nextAt());
    }

    @Test
    void aPermitComesBackOneWindowAfterItsCallWasCounted() {
        take(3);
        window.ended(0, 2 * SECOND);

        assertFalse(window.tryTake(2 * SECOND + TEN_SECONDS - 1));
        assertEquals(2 * SECOND + TEN_SECONDS, window.nextAt());
        assertTrue(window.tryTake(2 * SECOND + TEN_SECONDS));
    }

    @Test
    void permitsComeBackInTheOrderTheirCallsWereCountedAndNotEnded() {
        take(2);
        window.ended(0, 5 * SECOND);
        window.ended(0, SECOND);

        assertEquals(11 * SECOND, window.nextAt());
        assertEquals(2, window.available(11 * SECOND));
        assertEquals(3, window.available(15 * SECOND));
    }

    @Test
    void aPermitThatWasNotUsedIsBackAtOnce() {
        take(3);
        window.unused(0);

        assertEquals(1, window.available(0));
    }

    @Test
    void aHigherLimitCountsAtOnce() {
        take(3);
        window.learn(5, TEN_SECONDS);

        assertEquals(2, window.available(0));
        assertEquals(5, window.permits());
    }

    @Test
    void aLowerLimitHoldsBackUntilFewEnoughAreInUse() {
        take(3);
        window.learn(1, TEN_SECONDS);

        assertEquals(-2, window.available(0));
        window.ended(0, 0);
        window.ended(0, 0);
        window.ended(0, 0);
        assertFalse(window.tryTake(TEN_SECONDS - 1));
        assertTrue(window.tryTake(TEN_SECONDS));
        assertFalse(window.tryTake(TEN_SECONDS));
    }

    @Test
    void whatIsNoLimitIsNotLearned() {
        window.learn(0, 0);

        assertEquals(1, window.permits());
        assertEquals(TEN_SECONDS, window.lengthNanos());
    }

    @Test
    void fewerRemainingThanWeCountAreStrangers() {
        take(1);
        window.ended(0, SECOND);
        window.remainingAt(0, 0, SECOND, SECOND);

        assertEquals(2, window.strangers(SECOND), 0.2);
        assertEquals(0, window.available(SECOND));
    }

    @Test
    void asManyRemainingAsWeCountTellNothing() {
        take(1);
        window.ended(0, SECOND);
        window.remainingAt(2, 0, SECOND, SECOND);

        assertEquals(0, window.strangers(SECOND));
        assertEquals(2, window.available(SECOND));
    }

    @Test
    void lessThanNothingRemainingIsNothing() {
        take(1);
        window.ended(0, 0);
        window.remainingAt(-5, 0, 0, 0);

        assertEquals(2, window.strangers(0), 0.2);
    }

    @Test
    void moreRemainingThanBeforeMeansThatStrangersHaveLeft() {
        Window wide = new Window(100, TEN_SECONDS);
        read(wide, 40, 0);
        assertEquals(59, wide.strangers(SECOND), 2);

        read(wide, 95, 2 * SECOND);

        assertEquals(3, wide.strangers(3 * SECOND), 1);
    }

    /** Two calls of a burst leave the window while the third is under way; HubSpot had counted them for the third. */
    @Test
    void ownCallsThatLeftTheWindowSinceAreNoStrangers() {
        take(2);
        window.ended(0, 0);
        window.ended(0, 0);
        long sentAt = TEN_SECONDS - 1;
        assertTrue(window.tryTake(sentAt));

        window.ended(sentAt, TEN_SECONDS + 1);
        window.remainingAt(0, sentAt, TEN_SECONDS + 1, TEN_SECONDS + 1);

        assertEquals(2, window.available(TEN_SECONDS + 1));
        assertEquals(0, window.strangers(TEN_SECONDS + 1));
    }

    /** They may have been counted before the one that was answered, or after it: that proves nothing. */
    @Test
    void ownCallsUnderWayAreNoStrangers() {
        take(3);
        window.ended(0, SECOND);
        window.remainingAt(0, 0, SECOND, SECOND);

        assertEquals(0, window.strangers(SECOND));
    }

    @Test
    void aRefusedCallProvesAStrangerAndKeepsItsPermit() {
        take(1);
        window.refused(0, SECOND, SECOND);

        assertEquals(1, window.strangers(SECOND), 0.2);
        assertEquals(1, window.free(SECOND));
        assertEquals(0, window.underWay());
        assertEquals(3, window.free(SECOND + TEN_SECONDS));
    }

    @Test
    void withStrangersAboutWhatIsFreeIsSpread() {
        Window wide = new Window(100, TEN_SECONDS);
        read(wide, 49, 0);
        long now = SECOND;

        assertEquals(2, wide.available(now));
        assertTrue(wide.free(now) > 40);
        assertTrue(wide.tryTake(now));
        assertTrue(wide.tryTake(now));
        assertFalse(wide.tryTake(now));
        long next = wide.nextAt();
        assertTrue(next > now);
        for (int looks = 0; looks < 5 && !wide.tryTake(next); looks++) {
            next = wide.nextAt();
        }
        assertEquals(1, wide.underWay() - 2);
        assertTrue(next < now + SECOND);
    }

    @Test
    void headroomIsLeftForStrangersThatMayComeAndForNobodyElse() {
        Window wide = new Window(100, TEN_SECONDS);
        read(wide, 49, 0);

        assertTrue(wide.free(SECOND) < 99 - wide.strangers(SECOND));
        assertTrue(wide.free(SECOND) >= 99 - wide.strangers(SECOND) - 6);
        assertEquals(100, wide.free(4 * TEN_SECONDS));
    }

    @Test
    void strangersThatAreHeardOfNoMoreAreForgotten() {
        Window wide = new Window(100, TEN_SECONDS);
        read(wide, 49, 0);

        assertEquals(0, wide.strangers(TEN_SECONDS + 1));
        assertEquals(2, wide.available(2 * TEN_SECONDS - 1));
        assertEquals(100, wide.available(2 * TEN_SECONDS));
    }

    @Test
    void refusesToBeNoWindow() {
        assertThrows(IllegalArgumentException.class, () -> new Window(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Window(1, 0));
    }

    /** One call, counted and answered at once. */
    private static void read(Window window, int remaining, long now) {
        assertTrue(window.tryTake(now));
        window.ended(now, now);
        window.remainingAt(remaining, now, now, now);
    }

    private void take(int permits) {
        for (int i = 0; i < permits; i++) {
            assertTrue(window.tryTake(0));
        }
    }
}
