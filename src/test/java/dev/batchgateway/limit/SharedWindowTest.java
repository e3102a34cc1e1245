package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sharing a window with another program that spends half of it (issue 4, point 2), over virtual minutes and several
 * seeds. HubSpot counts a call anywhere in its latency, in the first quarter of it, or at a moment its answers tell.
 */
class SharedWindowTest {
    private static final int SEEDS = 8;
    private static final long MILLI = 1_000_000;

    @ParameterizedTest(name = "{0} per window, counted {1}")
    @CsvSource({"100, ANYWHERE", "190, ANYWHERE", "100, EARLY", "190, EARLY", "100, TOLD", "190, TOLD"})
    void aStrangerThatCallsEvenlyCostsNeitherOfThem(int permits, Counted counted) {
        SharedWindow.Figures all = settled(permits, counted, hubSpot -> hubSpot.evenStrangers(permits / 2.0, 0, 3_600));

        assertTrue(all.refused() < 0.003, all::toString);
        assertTrue(all.use() > 0.96, all::toString);
        assertTrue(all.strangersRefused() < 0.03, all::toString);
    }

    @ParameterizedTest(name = "{0} per window, counted {1}")
    @CsvSource({"100, ANYWHERE", "190, ANYWHERE", "100, EARLY", "190, EARLY", "100, TOLD", "190, TOLD"})
    void strangersThatComeByChanceCostLessThanOneCallInAHundred(int permits, Counted counted) {
        SharedWindow.Figures all = settled(permits, counted, hubSpot -> hubSpot.randomStrangers(permits / 2.0));

        assertTrue(all.refused() < 0.01, all::toString);
        assertTrue(all.use() > 0.95, all::toString);
    }

    /**
     * A dozen at once is twelve parts of a hundred: who leaves room for the next dozen leaves that much unused, and
     * who does not learns of it from a refused call. With 190 both figures can nearly be had, with 100 they cannot.
     */
    @ParameterizedTest(name = "{0} per window, at most {1} refused, at least {2} used")
    @CsvSource({"100, 0.035, 0.91", "190, 0.01, 0.94"})
    void burstsOfStrangersCostWhatTheyMust(int permits, double refused, double use) {
        for (Counted counted : Counted.values()) {
            SharedWindow.Figures all =
                    settled(permits, counted, hubSpot -> hubSpot.burstsOfStrangers(permits / 2.0, 12));

            assertTrue(all.refused() < refused, () -> counted + ": " + all);
            assertTrue(all.use() > use, () -> counted + ": " + all);
        }
    }

    /** It comes while our own calls fill the window, and is noticed when those leave it: up to a window later. */
    @ParameterizedTest(name = "{0} per window, counted {1}")
    @CsvSource({"100, ANYWHERE", "190, ANYWHERE", "100, EARLY", "190, EARLY", "100, TOLD", "190, TOLD"})
    void aStrangerMayComeAndLeaveAgain(int permits, Counted counted) {
        SharedWindow.Figures shared = new SharedWindow.Figures(0, 0, 0, 0, 0, permits);
        for (int seed = 0; seed < SEEDS; seed++) {
            SharedWindow hubSpot = hubSpot(permits, counted, seed);
            hubSpot.evenStrangers(permits / 2.0, 33 + seed, 123 + seed);

            SharedWindow.Figures before = hubSpot.pass(30);
            hubSpot.pass(33 + seed);
            shared = shared.plus(hubSpot.pass(60));
            hubSpot.pass(20);
            SharedWindow.Figures after = hubSpot.pass(50);

            assertEquals(0, before.oursRefused());
            assertEquals(0, after.oursRefused());
            assertTrue(after.use() > 0.9, after::toString);
            assertEquals(0, hubSpot.strangersSeen());
        }
        assertTrue(shared.refused() < 0.01, shared::toString);
        assertTrue(shared.use() > 0.95, shared::toString);
    }

    /** Ten windows and their latencies; the first round waits for one call alone. */
    @ParameterizedTest(name = "{0} per window, counted {1}")
    @CsvSource({"100, ANYWHERE", "190, ANYWHERE", "100, EARLY", "190, EARLY", "100, TOLD", "190, TOLD"})
    void aloneItRunsAtFullSpeedAndIntoNo429(int permits, Counted counted) {
        for (int seed = 0; seed < SEEDS; seed++) {
            SharedWindow hubSpot = hubSpot(permits, counted, seed);

            SharedWindow.Figures figures = hubSpot.pass(104);

            assertEquals(0, figures.oursRefused());
            assertTrue(figures.ours() >= 10 * permits, figures::toString);
            assertEquals(0, hubSpot.strangersSeen());
        }
    }

    /** One call in every window: a lone batch must not become slow. Alone it uses 97 %, the rest are latencies. */
    @Test
    void aSingleStrangerCostsAlmostNothing() {
        SharedWindow hubSpot = hubSpot(190, Counted.ANYWHERE, 1);
        hubSpot.evenStrangers(1, 0, 3_600);

        SharedWindow.Figures figures = hubSpot.pass(600);

        assertTrue(figures.refused() < 0.01, figures::toString);
        assertTrue(figures.use() > 0.965, figures::toString);
    }

    /** It takes nearly every permit that comes back, and is refused all the time: we go on trying, slowly. */
    @ParameterizedTest(name = "{0} per window")
    @CsvSource({"100", "190"})
    void aStrangerThatTakesEverythingDoesNotKeepUsOutForEver(int permits) {
        SharedWindow.Figures sum = new SharedWindow.Figures(0, 0, 0, 0, 0, permits);
        for (int seed = 0; seed < SEEDS; seed++) {
            SharedWindow hubSpot = hubSpot(permits, Counted.ANYWHERE, seed);
            hubSpot.evenStrangers(1.5 * permits, 33, 1_833);
            hubSpot.pass(63);

            SharedWindow.Figures starved = hubSpot.pass(1_770);

            assertTrue(starved.ours() + starved.oursRefused() >= 100, () -> "no try every 18 s: " + starved);
            sum = sum.plus(starved);
        }
        SharedWindow.Figures all = sum;
        assertTrue(all.ours() >= 10 * SEEDS, all::toString);
    }

    private enum Counted {
        ANYWHERE,
        EARLY,
        TOLD
    }

    private static SharedWindow hubSpot(int permits, Counted counted, long seed) {
        SharedWindow hubSpot = new SharedWindow(permits, 31 * seed + 3);
        return switch (counted) {
            case ANYWHERE -> hubSpot;
            case EARLY -> hubSpot.latency(150 * MILLI, 350 * MILLI, 0.25);
            case TOLD -> hubSpot.tellsWork();
        };
    }

    /** The sum over all seeds of what happens in five minutes, after the first two windows. */
    private static SharedWindow.Figures settled(
            int permits, Counted counted, Function<SharedWindow, SharedWindow> strangers) {
        SharedWindow.Figures sum = new SharedWindow.Figures(0, 0, 0, 0, 0, permits);
        for (int seed = 0; seed < SEEDS; seed++) {
            SharedWindow hubSpot = strangers.apply(hubSpot(permits, counted, seed));
            hubSpot.pass(20);
            sum = sum.plus(hubSpot.pass(300));
        }
        return sum;
    }
}
