package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import org.junit.jupiter.api.Test;

/** Which of several reasons to stop holds. */
class StopReasonTest {
    private final StopReason stop = new StopReason();

    @Test
    void theFirstHolds() {
        assertFalse(stop.isGiven());
        assertTrue(stop.give(Reason.DEADLINE, null));
        assertFalse(stop.give(Reason.SHUTDOWN, null));
        assertFalse(stop.give(Reason.CALLER_LEFT, null));

        assertEquals(new Outcome.Unsent(Reason.DEADLINE, null), stop.rest());
    }

    @Test
    void anyOtherHoldsBeforeThatTheCallerHasLeft() {
        assertTrue(stop.give(Reason.CALLER_LEFT, null));
        assertFalse(stop.give(Reason.CALLER_LEFT, null));
        assertTrue(stop.give(Reason.SHUTDOWN, null));

        assertEquals(new Outcome.Unsent(Reason.SHUTDOWN, null), stop.rest());
    }

    @Test
    void aCallerWhoComesBackTakesOnlyHisOwnBack() {
        stop.give(Reason.CALLER_LEFT, null);
        assertTrue(stop.takeBack(Reason.CALLER_LEFT));
        assertNull(stop.rest());
        assertFalse(stop.takeBack(Reason.CALLER_LEFT));

        stop.give(Reason.DEADLINE, null);
        assertFalse(stop.takeBack(Reason.CALLER_LEFT));
        assertTrue(stop.isGiven());
    }
}
