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
        window.ended(2 * SECOND);

        assertFalse(window.tryTake(2 * SECOND + TEN_SECONDS - 1));
        assertEquals(2 * SECOND + TEN_SECONDS, window.nextAt());
        assertTrue(window.tryTake(2 * SECOND + TEN_SECONDS));
    }

    @Test
    void permitsComeBackInTheOrderTheirCallsWereCountedAndNotEnded() {
        take(2);
        window.ended(5 * SECOND);
        window.ended(SECOND);

        assertEquals(11 * SECOND, window.nextAt());
        assertEquals(2, window.available(11 * SECOND));
        assertEquals(3, window.available(15 * SECOND));
    }

    @Test
    void aPermitThatWasNotUsedIsBackAtOnce() {
        take(3);
        window.unused();

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
        window.ended(0);
        window.ended(0);
        window.ended(0);
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
        window.ended(0);
        window.remainingAt(0, window.gone(), SECOND);

        assertEquals(0, window.available(SECOND));
        assertEquals(1, window.available(TEN_SECONDS));
        assertEquals(3, window.available(SECOND + TEN_SECONDS));
    }

    @Test
    void asManyOrMoreRemainingThanWeCountTellNothing() {
        take(1);
        window.remainingAt(2, window.gone(), 0);
        window.remainingAt(3, window.gone(), 0);

        assertEquals(2, window.available(0));
    }

    @Test
    void lessThanNothingRemainingIsNothing() {
        window.remainingAt(-5, window.gone(), 0);

        assertEquals(0, window.available(0));
    }

    /** Two calls of a burst leave the window while the third is under way; HubSpot had counted them for the third. */
    @Test
    void ownCallsThatLeftTheWindowSinceAreNoStrangers() {
        take(2);
        window.ended(0);
        window.ended(0);
        long sentAt = TEN_SECONDS - 1;
        assertTrue(window.tryTake(sentAt));
        long goneWhenSent = window.gone();

        window.ended(TEN_SECONDS + 1);
        window.remainingAt(0, goneWhenSent, TEN_SECONDS + 1);

        assertEquals(2, window.available(TEN_SECONDS + 1));
    }

    @Test
    void refusesToBeNoWindow() {
        assertThrows(IllegalArgumentException.class, () -> new Window(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Window(1, 0));
    }

    private void take(int permits) {
        for (int i = 0; i < permits; i++) {
            assertTrue(window.tryTake(0));
        }
    }
}
