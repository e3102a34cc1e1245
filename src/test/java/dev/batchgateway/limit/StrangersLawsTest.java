package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of the estimate of {@link Strangers}, however they come and however little is known of them. */
class StrangersLawsTest {
    private static final long LENGTH = 1_000;

    /** A reading that is as unsure as chance has it, and true. */
    private static Strangers.Reading reading(int there, SplittableRandom random) {
        int least = Math.max(0, there - random.nextInt(6));
        int most = there + random.nextInt(6);
        return new Strangers.Reading(least, most, random.nextDouble(least, most + 1e-9), random.nextDouble(3));
    }

    private static int there(List<Long> came, long now) {
        return (int) came.stream().filter(at -> at <= now && at > now - LENGTH).count();
    }

    /** Right after a reading the estimate is one that the reading allows. */
    @Property(tries = 300)
    void theEstimateIsWithinTheBoundsOfTheLastReading(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Strangers strangers = new Strangers(LENGTH);
        List<Long> came = new ArrayList<>();
        for (long now = 0; now < 10 * LENGTH; now += 1 + random.nextLong(60)) {
            for (int i = random.nextInt(4); i > 0; i--) {
                came.add(now);
            }
            Strangers.Reading reading = reading(there(came, now), random);
            strangers.read(reading, now, now);

            double expected = strangers.expected(now);
            String what = expected + " by " + reading + ", seed " + seed;
            assertTrue(expected <= reading.most() + 0.5, what);
            if (strangers.areAbout(now)) {
                assertTrue(expected >= reading.least() - 0.5, what);
            }
        }
    }

    /** Readings that allow nobody at all prove nobody, whatever they call likely. */
    @Property(tries = 300)
    void nobodyIsEverSeenWhereNobodyIs(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Strangers strangers = new Strangers(LENGTH);
        for (long now = 0; now < 10 * LENGTH; now += 1 + random.nextLong(60)) {
            strangers.read(reading(0, random), now - random.nextLong(30), now);

            assertEquals(0, strangers.expected(now));
            assertFalse(strangers.areAbout(now));
        }
    }

    /** Who comes no more has left after a window, and is forgotten after two. */
    @Property(tries = 300)
    void whoComesNoMoreIsGoneAfterAWindow(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Strangers strangers = new Strangers(LENGTH);
        List<Long> came = new ArrayList<>();
        long now = 0;
        for (; now < 5 * LENGTH; now += 1 + random.nextLong(60)) {
            came.add(now);
            strangers.read(reading(there(came, now), random), now, now);
        }

        assertEquals(0, strangers.expected(now + LENGTH));
        assertFalse(strangers.areAbout(now + 2 * LENGTH));
        assertEquals(Long.MAX_VALUE, strangers.nextAt());
    }
}
