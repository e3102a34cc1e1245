package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long NONE = -1;

    private final Quota quota = new Quota(0);
    private final Quota reserved = new Quota(100);

    @Test
    void isOpenUntilA429SaysThatItIsUsedUp() {
        assertFalse(quota.isClosed());

        quota.taken(0);
        quota.usedUp(NONE, 0, 0, SECOND);

        assertTrue(quota.isClosed());
        assertFalse(quota.isReserveReached());
        assertEquals(0, quota.remaining());
    }

    @Test
    void oneProbeAMinuteMayPassWhileItIsClosed() {
        quota.taken(0);
        quota.usedUp(NONE, 0, 0, SECOND);
        assertFalse(quota.mayProbe(60 * SECOND - 1));
        assertEquals(20 * SECOND, quota.probeInNanos(40 * SECOND));

        assertTrue(quota.mayProbe(60 * SECOND));

        quota.taken(60 * SECOND);
        assertTrue(quota.isProbing());
        assertFalse(quota.mayProbe(999 * SECOND));
    }

    @Test
    void aProbeThatMeetsTheSameKeepsItClosedForAnotherMinute() {
        quota.taken(0);
        quota.usedUp(NONE, 0, 0, SECOND);
        quota.taken(60 * SECOND);

        quota.usedUp(NONE, 60 * SECOND, 60 * SECOND, 61 * SECOND);

        assertTrue(quota.isClosed());
        assertFalse(quota.isProbing());
        assertFalse(quota.mayProbe(119 * SECOND));
        assertTrue(quota.mayProbe(120 * SECOND));
    }

    @Test
    void aProbeThatIsAnsweredOpensIt() {
        quota.taken(0);
        quota.usedUp(NONE, 0, 0, SECOND);
        quota.taken(60 * SECOND);

        quota.answered(249_999, 60 * SECOND, 60 * SECOND, 61 * SECOND);

        assertFalse(quota.isClosed());
        assertEquals(249_999, quota.remaining());
    }

    /** It was sent before HubSpot said that nothing is left, and counted before that, too. */
    @Test
    void anAnswerToACallSentBeforeItWasClosedOpensNothing() {
        quota.taken(0);
        quota.taken(0);
        quota.usedUp(NONE, 0, 0, SECOND);

        quota.answered(0, 0, 0, 2 * SECOND);

        assertTrue(quota.isClosed());
    }

    @Test
    void aProbeWithoutAnAnswerLeavesItClosedAndAnotherMayFollow() {
        quota.taken(0);
        quota.usedUp(NONE, 0, 0, SECOND);
        quota.taken(60 * SECOND);

        quota.silent(60 * SECOND);

        assertTrue(quota.isClosed());
        assertFalse(quota.isProbing());
        assertTrue(quota.mayProbe(120 * SECOND));
    }

    @Test
    void aProbeThatWasNotMadeMayBeMadeAtOnce() {
        quota.taken(0);
        quota.usedUp(NONE, 0, 0, SECOND);
        quota.taken(60 * SECOND);

        quota.unused(60 * SECOND, 60 * SECOND);

        assertTrue(quota.mayProbe(60 * SECOND));
    }

    @Test
    void noProbePassesBeforeHubSpotAskedForIt() {
        quota.taken(0);
        quota.usedUp(3_600 * SECOND, 0, 0, SECOND);

        assertFalse(quota.mayProbe(3_600 * SECOND));
        assertTrue(quota.mayProbe(3_601 * SECOND));
    }

    @Test
    void isClosedWhenNoMoreThanTheReserveIsLeft() {
        reserved.taken(0);
        reserved.answered(101, 0, 0, SECOND);
        assertFalse(reserved.isClosed());

        reserved.taken(SECOND);

        assertTrue(reserved.isClosed(), "the call under way may be the last one before the reserve");
        assertTrue(reserved.isReserveReached());
    }

    @Test
    void theNextDayOpensItAgain() {
        reserved.taken(0);
        reserved.answered(100, 0, 0, SECOND);
        assertTrue(reserved.isClosed());
        reserved.taken(60 * SECOND);
        assertTrue(reserved.isProbing());

        reserved.answered(250_000, 60 * SECOND, 60 * SECOND, 61 * SECOND);

        assertFalse(reserved.isClosed());
        assertFalse(reserved.isProbing());
    }

    /** Two calls of one moment are answered in the wrong order: the lower figure is the later one. */
    @Test
    void anOlderFigureDoesNotReplaceANewerOne() {
        quota.taken(0);
        quota.taken(0);
        quota.answered(500, 0, 0, SECOND);

        quota.answered(501, 0, 0, SECOND + 1);

        assertEquals(500, quota.remaining());
    }

    @Test
    void withoutAFigureTheReserveIsNotKnownToBeReached() {
        reserved.taken(0);
        reserved.usedUp(NONE, 0, 0, 1);
        reserved.taken(60 * SECOND);

        reserved.answered(NONE, 60 * SECOND, 60 * SECOND, 61 * SECOND);

        assertFalse(reserved.isClosed());
        assertEquals(-1, reserved.remaining());
    }

    /** Before our probe is answered another gateway's 429 is heard of, which is younger than the probe. */
    @Test
    void aProbeThatIsAnsweredTooLateToOpenItIsOverAllTheSame() {
        quota.taken(0);
        quota.usedUp(NONE, 0, 0, SECOND);
        quota.taken(60 * SECOND);
        quota.hears(new QuotaNews(0, 0, QuotaNews.NEVER, 0, -1, 0, 0, 0, false), true, false, 61 * SECOND);

        quota.answered(NONE, 60 * SECOND, 60 * SECOND, 62 * SECOND);

        assertTrue(quota.isClosed());
        assertFalse(quota.isProbing());
        assertTrue(quota.mayProbe(121 * SECOND));
    }

    /** It was under way when the quota was closed. */
    @Test
    void aCallSentBeforeTheProbeDoesNotEndIt() {
        for (int call = 0; call < 5; call++) {
            quota.taken(0);
        }
        quota.usedUp(NONE, 0, 0, SECOND);
        quota.taken(60 * SECOND);

        quota.silent(0);
        quota.unused(0, 61 * SECOND);
        quota.answered(NONE, 0, 0, 61 * SECOND);
        quota.usedUp(NONE, 0, 0, 61 * SECOND);

        assertTrue(quota.isProbing());
        assertFalse(quota.mayProbe(61 * SECOND));
        quota.silent(60 * SECOND);
        assertFalse(quota.isProbing());
    }

    /** Between the two it was midnight, and the answers came in the wrong order. */
    @Test
    void a429OfYesterdayDoesNotCloseTheNewDay() {
        quota.taken(0);
        quota.taken(SECOND);
        quota.answered(250_000, SECOND, SECOND, 3 * SECOND);

        quota.usedUp(NONE, 0, 0, 4 * SECOND);

        assertFalse(quota.isClosed());
        assertEquals(250_000, quota.remaining());
    }
}
