package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of every {@link InFlight}, whatever becomes of the calls, on any clock. */
class InFlightLawsTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    @Property
    void staysBetweenOneAndItsMost(@ForAll @IntRange(min = -3, max = 50) int most, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InFlight inFlight = new InFlight(most);
        long start = random.nextLong();
        int refusals = random.nextInt(1, 60);

        for (int step = 0; step < 3_000; step++) {
            long time = start + step;
            long sentAt = time - random.nextInt(100);
            int underWay = random.nextBoolean() ? inFlight.bound() : random.nextInt(60);
            if (random.nextInt(refusals) == 0) {
                inFlight.overloaded(sentAt, time, underWay);
            } else {
                inFlight.succeeded(sentAt, time, underWay);
            }
            assertTrue(inFlight.bound() >= 1 && inFlight.bound() <= Math.max(1, most));
        }
    }

    /** Whatever has happened: a HubSpot that carries everything again gets everything again. */
    @Property(tries = 200)
    void growsBackToItsMost(@ForAll @IntRange(min = 1, max = 256) int most, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InFlight inFlight = new InFlight(most);
        long now = random.nextLong();
        for (int i = 0; i < 500; i++) {
            now += MILLI;
            if (random.nextInt(3) == 0) {
                inFlight.overloaded(now - random.nextLong(SECOND), now, random.nextInt(60));
            } else {
                inFlight.succeeded(now - random.nextLong(SECOND), now, inFlight.bound());
            }
        }

        for (int i = 0; i < 64 * most + 20 * 1_250; i++) {
            now += MILLI;
            inFlight.succeeded(now - MILLI, now, inFlight.bound());
        }

        assertEquals(most, inFlight.bound());
    }
}
