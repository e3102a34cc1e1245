package dev.batchgateway.limit;

import static dev.batchgateway.limit.OverloadedHubSpot.MILLI;
import static dev.batchgateway.limit.OverloadedHubSpot.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.limit.OverloadedHubSpot.Bound;
import dev.batchgateway.limit.OverloadedHubSpot.Manner;
import dev.batchgateway.limit.OverloadedHubSpot.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link InFlight} beside the best bound that somebody could have set who knew HubSpot: three minutes, the opening,
 * in which all of 256 calls or of a window of 190 are sent at once, counted in.
 */
class InFlightThroughputTest {
    private static final int SECONDS = 180;
    private static final int MOST = 256;
    private static final int SEEDS = 2;
    private static final int WITHOUT_END = 100_000;
    private static final double ENOUGH = 0.85;

    private record Adaptive(InFlight inFlight) implements Bound {
        @Override
        public int bound() {
            return inFlight.bound();
        }

        @Override
        public void succeeded(long sentAt, long now, int underWay) {
            inFlight.succeeded(sentAt, now, underWay);
        }

        @Override
        public void overloaded(long sentAt, long now, int underWay) {
            inFlight.overloaded(sentAt, now, underWay);
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void carriesNearlyAsMuchAsTheBestFixedBound(Manner manner, int capacity, long refusalMillis, int permits) {
        Setup setup = new Setup(now -> capacity, manner, refusalMillis * MILLI, 0, permits);
        int best = best(setup, capacity);

        for (int seed = 0; seed < SEEDS; seed++) {
            OverloadedHubSpot run = adaptive(setup, seed);
            assertShare(ENOUGH, run.succeeded(), best);
            assertEquals(0, run.usedUp(), "inputs without an attempt left");
        }
    }

    static List<Object[]> setups() {
        List<Object[]> setups = new ArrayList<>();
        for (int permits : new int[] {0, 190}) {
            for (int capacity : new int[] {1, 3, 12, 40, 200}) {
                setups.add(new Object[] {Manner.REFUSES, capacity, 30, permits});
                setups.add(new Object[] {Manner.REFUSES, capacity, 2_000, permits});
                setups.add(new Object[] {Manner.REFUSES, capacity, 10_000, permits});
                setups.add(new Object[] {Manner.HOLDS, capacity, 30, permits});
                setups.add(new Object[] {Manner.QUEUES, capacity, 2_000, permits});
            }
        }
        return setups;
    }

    /** Of a HubSpot that holds refused calls, one place too many makes it refuse a whole round. */
    @ParameterizedTest
    @CsvSource({"REFUSES, 0.995", "HOLDS, 0.985", "QUEUES, 0.97"})
    void refusalsAreRareOnceTheBoundIsFound(Manner manner, double least) {
        Setup setup = new Setup(now -> 12, manner, SECOND, 0, 0);

        int atFirst = run(setup, new Adaptive(new InFlight(MOST)), 30, 1).refused();
        OverloadedHubSpot run = adaptive(setup, 1);

        assertShare(least, run.succeededSince(30), run.succeededSince(30) + run.refused() - atFirst);
    }

    @ParameterizedTest
    @CsvSource({"REFUSES, 30", "REFUSES, 2000", "HOLDS, 30"})
    void findsTheCapacityAgainWhenItChanges(Manner manner, long refusalMillis) {
        LongToIntFunction changing = now -> now < 60 * SECOND ? 12 : now < 120 * SECOND ? 40 : 6;
        Setup setup = new Setup(changing, manner, refusalMillis * MILLI, 0, 0);

        for (int seed = 0; seed < SEEDS; seed++) {
            OverloadedHubSpot run = adaptive(setup, seed);
            assertBetween(11, 14, run.boundAfter(20));
            assertBetween(36, 44, run.boundAfter(60 + 30));
            assertBetween(5, 8, run.boundAfter(120 + 20));
            assertShare(ENOUGH, run.succeeded(), best(setup, 40));
        }
    }

    @ParameterizedTest
    @CsvSource({"30, 0", "30, 190", "2000, 0", "2000, 190"})
    void oneCallInAHundredThatFailsForNoReasonChangesNothing(long refusalMillis, int permits) {
        Setup setup = new Setup(now -> WITHOUT_END, Manner.REFUSES, refusalMillis * MILLI, 0.01, permits);

        for (int seed = 0; seed < SEEDS; seed++) {
            assertShare(ENOUGH, adaptive(setup, seed).succeeded(), fixed(setup, MOST));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 190})
    void aHubSpotThatIsNeverOverloadedIsNeverThrottled(int permits) {
        Setup setup = new Setup(now -> WITHOUT_END, Manner.REFUSES, 30 * MILLI, 0, permits);

        OverloadedHubSpot run = adaptive(setup, 1);

        assertEquals(fixed(setup, MOST), run.succeeded());
        assertEquals(MOST, run.boundAfter(0));
    }

    /** At 150 to 350 ms, 32 calls under way are six times what a window of 190 takes. */
    @ParameterizedTest
    @CsvSource({"30, 10", "2000, 20"})
    void opensAgainAfterAnOutage(long refusalMillis, int secondsLater) {
        LongToIntFunction outage = now -> now > 60 * SECOND && now < 80 * SECOND ? 0 : WITHOUT_END;
        Setup setup = new Setup(outage, Manner.REFUSES, refusalMillis * MILLI, 0, 0);

        for (int seed = 0; seed < SEEDS; seed++) {
            OverloadedHubSpot run = adaptive(setup, seed);
            assertEquals(1, run.boundAfter(79));
            assertBetween(32, MOST, run.boundAfter(80 + secondsLater));
            assertEquals(MOST, run.boundAfter(SECONDS - 1));
        }
    }

    private static OverloadedHubSpot adaptive(Setup setup, int seed) {
        return run(setup, new Adaptive(new InFlight(MOST)), SECONDS, seed);
    }

    /** All bounds up to 40, and for a HubSpot that carries more, those about its capacity. */
    private static int best(Setup setup, int capacity) {
        IntStream bounds =
                capacity <= 40 ? IntStream.rangeClosed(1, 40) : IntStream.of(capacity, capacity + capacity / 20, MOST);
        return bounds.map(bound -> fixed(setup, bound)).max().orElseThrow();
    }

    private static int fixed(Setup setup, int bound) {
        return run(setup, () -> bound, SECONDS, 1).succeeded();
    }

    private static OverloadedHubSpot run(Setup setup, Bound bound, int seconds, long seed) {
        return new OverloadedHubSpot(setup, bound, seconds, seed).run();
    }

    private static void assertShare(double least, int part, int whole) {
        assertTrue(part >= least * whole, part + " of " + whole + " is less than " + least);
    }

    private static void assertBetween(int least, int most, int actual) {
        assertTrue(least <= actual && actual <= most, actual + " is not within " + least + " and " + most);
    }
}
