package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.json.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final HubSpotError ERROR = HubSpotError.of(Slice.of("{}"));
    private static final Outcome SUCCEEDED = new Outcome.Succeeded(List.of(), List.of(), true);
    private static final Outcome REJECTED = new Outcome.Rejected(List.of(ERROR));
    private static final Outcome UNCONFIRMED = new Outcome.Unconfirmed(Reason.NO_ANSWER, null);
    private static final Outcome UNSENT = new Outcome.Unsent(Reason.DEADLINE, null);

    @Test
    void countsEachKind() {
        Outcomes outcomes = new Outcomes(7);
        outcomes.settle(6, SUCCEEDED);
        outcomes.settle(5, new Outcome.Succeeded(List.of(), List.of(ERROR), false));
        outcomes.settle(4, REJECTED);
        outcomes.settle(3, UNCONFIRMED);
        outcomes.settleOpen(UNSENT);

        assertEquals(7, outcomes.inputs());
        assertEquals(2, outcomes.succeeded());
        assertEquals(1, outcomes.rejected());
        assertEquals(1, outcomes.unconfirmed());
        assertEquals(3, outcomes.unsent());
        assertEquals(1, outcomes.unpaired());
        assertEquals(1, outcomes.noted());
        assertDoesNotThrow(outcomes::proveComplete);
        assertSame(REJECTED, outcomes.get(4));
    }

    @Test
    void refusesToSettleAnInputTwice() {
        Outcomes outcomes = new Outcomes(2);
        outcomes.settle(1, SUCCEEDED);

        assertThrows(IllegalStateException.class, () -> outcomes.settle(1, REJECTED));
        assertSame(SUCCEEDED, outcomes.get(1));
        assertEquals(0, outcomes.rejected());
    }

    @Test
    void namesThePositionsWithoutAnOutcome() {
        Outcomes outcomes = new Outcomes(30);
        for (int position = 0; position < 30; position += 7) {
            outcomes.settle(position, SUCCEEDED);
        }

        IllegalStateException missing = assertThrows(IllegalStateException.class, outcomes::proveComplete);

        assertTrue(String.valueOf(missing.getMessage())
                .contains("25 have no outcome, at positions [1, 2, 3, 4, 5, 6, 8,"));
    }

    @Test
    void followersEndAsTheirLeaders() {
        Followers followers = new Followers();
        followers.add(1, 0);
        followers.add(3, 0);
        followers.add(4, 2);
        Outcomes outcomes = new Outcomes(5);
        outcomes.settle(0, REJECTED);

        outcomes.settleFollowers(followers);

        assertSame(REJECTED, outcomes.get(1));
        assertSame(REJECTED, outcomes.get(3));
        assertNull(outcomes.get(4));
        assertEquals(3, outcomes.rejected());
    }
}
