package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClimbTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void a429LowersItByATenth() {
        Climb climb = new Climb(100, 100, 0);

        assertTrue(climb.throttled(1, 2));

        assertEquals(90, climb.permits(2));
    }

    @Test
    void callsThatWereUnderWayThenLowerItNoFurther() {
        Climb climb = new Climb(100, 100, 0);
        climb.throttled(1, 5);

        assertFalse(climb.throttled(4, 6));
        assertEquals(90, climb.permits(6));

        assertTrue(climb.throttled(5, 7));
        assertEquals(81, climb.permits(7));
    }

    /** A raise says nothing about calls sent before it: they met their 429 at the lower rate, even. */
    @Test
    void aCallSentBeforeARaiseLowersItStill() {
        Climb climb = new Climb(50, 60, 0);
        assertEquals(51, climb.permits(MINUTE));

        assertTrue(climb.throttled(MINUTE - 1, MINUTE + 1));

        assertEquals(45, climb.permits(MINUTE + 1));
    }

    @Test
    void everyCleanMinuteRaisesItByOneUpToTheMost() {
        Climb climb = new Climb(100, 102, 0);

        assertEquals(100, climb.permits(MINUTE - 1));
        assertEquals(101, climb.permits(MINUTE));
        assertEquals(101, climb.permits(2 * MINUTE - 1));
        assertEquals(102, climb.permits(90 * MINUTE));
    }

    @Test
    void itStartsAtItsMostWhenNoneIsHigher() {
        Climb climb = new Climb(100, 0, 0);

        assertEquals(100, climb.permits(90 * MINUTE));
    }

    @Test
    void itNeverFallsBelowOne() {
        Climb climb = new Climb(2, 2, 0);
        for (int i = 1; i < 9; i++) {
            climb.throttled(i, i);
        }

        assertEquals(1, climb.permits(9));
    }
}
