package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final int OF_A_CALL = 100;
    private static final int FEWEST = ReadAhead.FEWEST_CALLS * OF_A_CALL;
    /** Ten calls in this time are more than HubSpot allows. */
    private static final Duration QUICK = Duration.ofMillis(200);

    private static final Duration SLOW = Duration.ofMillis(300);

    private final ManualClock clock = new ManualClock();
    private final ReadAhead ahead = new ReadAhead(OF_A_CALL, clock);

    @Test
    void beginsWithWhatHubSpotAllowsInASecond() {
        assertEquals(2_500, ahead.most());
    }

    @Test
    void doublesWhenAllIsUnderWayAndEndsSlowerThanHubSpotAllows() {
        endTenCalls(FEWEST, SLOW, 0);
        assertEquals(2 * FEWEST, ahead.most());

        endTenCalls(2 * FEWEST, SLOW, OF_A_CALL - 1);
        assertEquals(4 * FEWEST, ahead.most());
    }

    @Test
    void staysWhenCallsEndAsFastAsHubSpotAllowsOrFaster() {
        endTenCalls(FEWEST, QUICK, 0);

        assertEquals(FEWEST, ahead.most());
    }

    @Test
    void staysWhenACallWaitsForAPermit() {
        endTenCalls(FEWEST, SLOW, OF_A_CALL);

        assertEquals(FEWEST, ahead.most());
    }

    @Test
    void staysWhenBytesAreTheBound() {
        endTenCalls(FEWEST - 1, SLOW, 0);

        assertEquals(FEWEST, ahead.most());
    }

    @Test
    void isBoundedHoweverSlowHubSpotIs() {
        for (int i = 0; i < 40; i++) {
            endTenCalls(ahead.most(), SLOW, 0);
        }

        assertEquals(ReadAhead.MOST_CALLS * OF_A_CALL, ahead.most());
    }

    private void endTenCalls(int open, Duration time, int waiting) {
        ahead.filled(open);
        clock.advance(time);
        ahead.drained(open - 10 * OF_A_CALL, waiting);
    }
}
