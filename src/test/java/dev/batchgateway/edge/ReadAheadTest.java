package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final int OF_A_CALL = 100;
    private static final int FEWEST = ReadAhead.FEWEST_CALLS;
    /** A call takes so long where 25 of them at once are more than HubSpot allows. */
    private static final Duration QUICK = Duration.ofMillis(600);

    private static final Duration SLOW = Duration.ofMillis(700);

    private final ManualClock clock = new ManualClock();
    private final ReadAhead ahead = new ReadAhead(OF_A_CALL, clock);
    private int ended;

    @Test
    void beginsWithWhatHubSpotAllowsInASecond() {
        assertEquals(2_500, ahead.most());
    }

    @Test
    void doublesWhenAllIsUnderWayAndEndsSlowerThanHubSpotAllows() {
        turnOver(FEWEST, SLOW, true);
        assertEquals(FEWEST * OF_A_CALL, ahead.most(), "the first clump begins the measuring");

        turnOver(FEWEST, SLOW, true);
        assertEquals(2 * FEWEST * OF_A_CALL, ahead.most());

        turnOver(2 * FEWEST, SLOW.multipliedBy(2), true);
        assertEquals(4 * FEWEST * OF_A_CALL, ahead.most());
    }

    @Test
    void staysWhenCallsEndAsFastAsHubSpotAllowsOrFaster() {
        for (int i = 0; i < 20; i++) {
            turnOver(FEWEST, QUICK, true);
        }

        assertEquals(FEWEST * OF_A_CALL, ahead.most());
    }

    @Test
    void staysWhenSomethingWaitsForAPermit() {
        for (int i = 0; i < 20; i++) {
            turnOver(FEWEST, SLOW, false);
        }

        assertEquals(FEWEST * OF_A_CALL, ahead.most());
    }

    @Test
    void measuresAnewWhenSomethingHadToWaitMeanwhile() {
        turnOver(FEWEST, SLOW, true);
        turnOver(1, Duration.ZERO, false);
        turnOver(FEWEST, SLOW, true);
        assertEquals(FEWEST * OF_A_CALL, ahead.most());

        turnOver(FEWEST, SLOW, true);
        assertEquals(2 * FEWEST * OF_A_CALL, ahead.most());
    }

    /** Many inputs of a read may ask what others ask, and are in no call: calls are what HubSpot counts. */
    @Test
    void countsCallsAndNotInputs() {
        for (int i = 0; i < 26; i++) {
            assertEquals(FEWEST * OF_A_CALL, ahead.most());
            turnOver(1, Duration.ofMillis(100), true);
        }

        assertEquals(2 * FEWEST * OF_A_CALL, ahead.most());
    }

    @Test
    void staysWhenItsCallerPausesByItself() {
        for (int i = 0; i < 20; i++) {
            turnOver(FEWEST, QUICK, true);
            clock.advance(Duration.ofMinutes(10));
        }

        assertEquals(FEWEST * OF_A_CALL, ahead.most());
    }

    @Test
    void staysWhenBytesAreTheBound() {
        for (int i = 0; i < 20; i++) {
            ahead.filled(ahead.most() - 1);
            clock.advance(SLOW);
            ended += FEWEST;
            ahead.drained(ended, true);
        }

        assertEquals(FEWEST * OF_A_CALL, ahead.most());
    }

    @Test
    void isBoundedHoweverSlowHubSpotIs() {
        for (int i = 0; i < 40; i++) {
            turnOver(ReadAhead.MOST_CALLS, Duration.ofMinutes(1), true);
        }

        assertEquals(ReadAhead.MOST_CALLS * OF_A_CALL, ahead.most());
    }

    /** It was full, and so many calls have ended since, all at the end of {@code time}, in clumps of a quarter. */
    private void turnOver(int calls, Duration time, boolean isAllUnderWay) {
        Duration wait = time;
        for (int left = calls; left > 0; left -= 7) {
            ahead.filled(ahead.most());
            clock.advance(wait);
            wait = Duration.ZERO;
            ended += Math.min(left, 7);
            ahead.drained(ended, isAllUnderWay);
        }
    }
}
