package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private long now = 10 * SECOND;

    @Test
    void startsWide() {
        assertEquals(20, new InFlight(20).bound());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -900, Long.MAX_VALUE - 100})
    void eachRefusedCallOfARoundTakesItsPlaceWithIt(long sentAt) {
        InFlight inFlight = new InFlight(256);

        refuse(inFlight, 244, sentAt, sentAt + 30, 256);

        assertEquals(12, inFlight.bound());
    }

    /** A window of 190 permits was spent: the other 66 places had no part in it. */
    @Test
    void ofABoundThatNobodyFilledOnlyWhatWasUnderWayCounts() {
        InFlight inFlight = new InFlight(256);
        for (int i = 0; i < 12; i++) {
            inFlight.succeeded(0, 200 + i, 190 - i);
        }

        refuse(inFlight, 178, 0, 2_000, 178);

        assertEquals(12, inFlight.bound());
    }

    @Test
    void callsSentAfterTheFirstCutAndBeforeTheLastTeachNothing() {
        InFlight inFlight = new InFlight(256);
        refuse(inFlight, 200, 0, 30, 256);
        refuse(inFlight, 44, 0, 40, 56);

        refuse(inFlight, 12, 35, 300, 12);

        assertEquals(12, inFlight.bound());
    }

    @Test
    void aFewRefusalsAreForgiven() {
        InFlight inFlight = new InFlight(20);

        refuse(inFlight, 5, 0, 30, 20);
        assertEquals(20, inFlight.bound());

        inFlight.overloaded(0, 30, 20);
        assertEquals(14, inFlight.bound(), "the sixth, and those that had been forgiven");
    }

    @Test
    void fourInAHundredAreForgivenForEver() {
        InFlight inFlight = new InFlight(20);

        for (int i = 0; i < 100; i++) {
            succeed(inFlight, 25);
            inFlight.overloaded(now, now + 30, 20);
        }

        assertEquals(20, inFlight.bound());
    }

    @Test
    void whatHasBeenForgivenLongAgoIsForgotten() {
        InFlight inFlight = new InFlight(20);
        refuse(inFlight, 4, now - 1, now, 20);
        succeed(inFlight, 130);

        refuse(inFlight, 6, now - 1, now, 20);

        assertEquals(14, inFlight.bound());
    }

    @Test
    void isNeverCutBelowOne() {
        InFlight inFlight = new InFlight(3);

        refuse(inFlight, 50, 0, 30, 3);

        assertEquals(1, inFlight.bound());
    }

    @Test
    void triesOnePlaceMoreThenTwoThenFour() {
        InFlight inFlight = cutToTwelve(30);

        succeed(inFlight, 2 * 12);
        assertEquals(13, inFlight.bound());
        succeed(inFlight, 13);
        assertEquals(15, inFlight.bound());
        succeed(inFlight, 15);
        assertEquals(19, inFlight.bound());
    }

    @Test
    void aTrialThatFailsFallsBackAndTheNextWaitsTwiceAsLong() {
        InFlight inFlight = cutToTwelve(30);
        succeed(inFlight, 2 * 12);

        for (int rounds = 4; rounds <= 64; rounds *= 2) {
            refuse(inFlight, 3, now, now + 1, 13);
            assertEquals(12, inFlight.bound());
            now++;
            succeed(inFlight, rounds * 12 - 1);
            assertEquals(12, inFlight.bound());
            succeed(inFlight, 1);
            assertEquals(13, inFlight.bound());
        }

        inFlight.overloaded(now, now, 13);
        succeed(inFlight, 64 * 12);
        assertEquals(13, inFlight.bound(), "and never longer than 64 rounds");
    }

    @Test
    void aTrialThatFailsInPartKeepsTheRest() {
        InFlight inFlight = cutToTwelve(30);
        succeed(inFlight, 2 * 12 + 13 + 15);
        assertEquals(19, inFlight.bound());

        refuse(inFlight, 3, now, now, 19);
        succeed(inFlight, 19);

        assertEquals(16 + 2, inFlight.bound(), "and tries half as many more");
    }

    @Test
    void callsThatDidNotFillTheBoundProveNothing() {
        InFlight inFlight = cutToTwelve(30);

        for (int i = 0; i < 1_000; i++) {
            now += MILLI;
            inFlight.succeeded(now - 1, now, 11);
        }

        assertEquals(12, inFlight.bound());
    }

    @Test
    void callsSentBeforeATrialProveNothingAboutIt() {
        InFlight inFlight = cutToTwelve(30);
        long before = now;
        succeed(inFlight, 2 * 12);

        for (int i = 0; i < 1_000; i++) {
            now += MILLI;
            inFlight.succeeded(before, now, 13);
        }

        assertEquals(13, inFlight.bound());
    }

    /** A refusal that takes two seconds would otherwise show when three trials have been passed. */
    @Test
    void aTrialOutlastsTheSlowestRefusal() {
        InFlight inFlight = cutToTwelve(2 * SECOND);
        succeed(inFlight, 2 * 12);
        long began = now;

        while (now < began + 2_500 * MILLI - MILLI) {
            succeed(inFlight, 1);
            assertEquals(13, inFlight.bound());
        }
        succeed(inFlight, 1);

        assertEquals(15, inFlight.bound());
    }

    /** A time-out takes 110 s; nobody waits that long for each trial. */
    @Test
    void noTrialWaitsForLongerThanTwelveSecondsAndAHalf() {
        InFlight inFlight = cutToTwelve(110 * SECOND);
        succeed(inFlight, 2 * 12);

        now += 12_500 * MILLI;
        succeed(inFlight, 13);

        assertEquals(15, inFlight.bound());
    }

    /** A bound of 12 of 256, found by refusals that took so long. */
    private InFlight cutToTwelve(long refusalNanos) {
        InFlight inFlight = new InFlight(256);
        now += refusalNanos;
        refuse(inFlight, 244, now - refusalNanos, now, 256);
        assertEquals(12, inFlight.bound());
        return inFlight;
    }

    /** Calls that are sent and succeed one after another, each in a millisecond, while all places are taken. */
    private void succeed(InFlight inFlight, int calls) {
        for (int i = 0; i < calls; i++) {
            long sentAt = now;
            now += MILLI;
            inFlight.succeeded(sentAt, now, inFlight.bound());
        }
    }

    /** Calls that were sent together and are refused together. */
    private static void refuse(InFlight inFlight, int calls, long sentAt, long now, int underWay) {
        for (int i = 0; i < calls; i++) {
            inFlight.overloaded(sentAt, now, underWay - i);
        }
    }
}
