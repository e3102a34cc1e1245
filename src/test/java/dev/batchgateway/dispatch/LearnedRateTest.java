package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Reply;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LearnedRateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final LearnedRate taught = new LearnedRate(new LaneConfig(100, 100, WINDOW, 10, 0, true), 0);
    private final LearnedRate tried = new LearnedRate(new LaneConfig(100, 120, WINDOW, 10, 0, false), 0);

    @Test
    void itBeginsAsConfigured() {
        assertEquals(100, taught.permits());
        assertEquals(WINDOW.toNanos(), taught.windowNanos());
        assertFalse(taught.isTold());
        assertEquals(SharedRate.configured(100, WINDOW.toNanos()), taught.own(SECOND));
    }

    @Test
    void whatHubSpotTellsHolds() {
        assertTrue(taught.told(telling(190, 5_000, SECOND)));

        assertTrue(taught.isTold());
        assertEquals(190, taught.permits());
        assertEquals(5 * SECOND, taught.windowNanos());
        assertEquals(0, taught.lowerings());
        assertEquals(new SharedRate(190, 5 * SECOND, true, 3 * SECOND, 2 * SECOND, 0, 0), taught.own(4 * SECOND));
    }

    @Test
    void anAnswerThatWasOvertakenByALowerOneChangesNothing() {
        taught.told(telling(110, 10_000, 5 * SECOND));

        assertFalse(taught.told(telling(190, 10_000, 2 * SECOND)));

        assertEquals(110, taught.permits());
    }

    @Test
    void thatHubSpotTellsLessIsALowering() {
        taught.told(telling(190, 10_000, SECOND));
        taught.told(telling(110, 10_000, 5 * SECOND));
        taught.told(telling(190, 10_000, 9 * SECOND));

        assertEquals(1, taught.lowerings());
        assertEquals(190, taught.permits());
    }

    @Test
    void whatAnotherGatewayWasToldHoldsIfItIsNewer() {
        taught.told(telling(190, 10_000, SECOND));

        assertTrue(taught.hears(told(110, SECOND), 5 * SECOND));
        assertFalse(taught.hears(told(190, 4 * SECOND), 5 * SECOND));

        assertEquals(110, taught.permits());
        assertEquals(190, taught.own(5 * SECOND).permits(), "what it was told itself");
    }

    @Test
    void whatOthersHaveConfiguredHoldsUntilHubSpotTells() {
        assertTrue(taught.hears(SharedRate.configured(60, WINDOW.toNanos()), SECOND));
        assertEquals(60, taught.permits());

        taught.told(telling(190, 10_000, 2 * SECOND));

        assertFalse(taught.hears(SharedRate.configured(60, WINDOW.toNanos()), 4 * SECOND));
        assertEquals(190, taught.permits());
    }

    @Test
    void a429ChangesNothingOfWhatIsTold() {
        assertFalse(taught.throttled(silent(SECOND)));
        assertFalse(taught.tries(SECOND));

        assertEquals(100, taught.permits());
    }

    @Test
    void whereHeadersSpeakOfAnotherBudgetTheyAreNotRead() {
        assertTrue(taught.isToldBy(telling(190, 10_000, SECOND)));
        assertFalse(taught.isToldBy(silent(SECOND)));
        assertFalse(tried.isToldBy(telling(190, 10_000, SECOND)));
    }

    @Test
    void whatIsTriedFallsAfterA429AndRisesWithTime() {
        assertTrue(tried.throttled(silent(SECOND)));
        assertEquals(90, tried.permits());
        assertEquals(1, tried.lowerings());

        assertTrue(tried.tries(2 * SECOND + Duration.ofMinutes(3).toNanos()));

        assertEquals(93, tried.permits());
        assertFalse(tried.isTold());
    }

    @Test
    void ofTheSameLoweringItIsToldOnce() {
        tried.throttled(silent(SECOND));

        assertFalse(tried.throttled(silent(SECOND / 2)), "it was sent before");

        assertEquals(1, tried.lowerings());
    }

    /** Sent then, and answered a second later. */
    private static Exchange telling(int max, long millis, long sent) {
        return new Exchange(
                new Reply.NoAnswer("it does not matter"), new RateSignal(max, -1, millis, -1), sent, sent + SECOND);
    }

    private static Exchange silent(long sent) {
        return new Exchange(new Reply.NoAnswer("it does not matter"), RateSignal.SILENT, sent, sent + SECOND);
    }

    /** Sent so long ago, and answered at once. */
    private static SharedRate told(int permits, long agoNanos) {
        return new SharedRate(permits, WINDOW.toNanos(), true, agoNanos, agoNanos, 0, 0);
    }
}
