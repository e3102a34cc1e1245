package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Read as a ledger, in windows of a thousand. */
class StrangersTest {
    private static final long LENGTH = 1_000;

    private final Strangers strangers = new Strangers(LENGTH);

    @Test
    void nobodyIsThereAtFirst() {
        assertEquals(0, strangers.expected(0));
        assertEquals(0, strangers.deviation(0, 100));
        assertFalse(strangers.areAbout(0));
        assertEquals(Long.MAX_VALUE, strangers.nextAt());
    }

    @Test
    void nobodyIsSeenWhereNobodyIsProven() {
        strangers.read(new Strangers.Reading(0, 40, 20, 5), 10, 10);

        assertEquals(0, strangers.expected(10));
        assertFalse(strangers.areAbout(10));
    }

    @Test
    void whoIsSeenIsExpectedToStayAsManyUntilRead() {
        exactly(50, 0);

        assertEquals(50, strangers.expected(0), 0.1);
        assertEquals(50, strangers.expected(200), 3);
        assertTrue(strangers.areAbout(200));
    }

    /** Nobody has been heard of for so long: they may as well be gone. */
    @Test
    void withoutReadingsTheyAreGoneAfterAWindow() {
        exactly(50, 0);

        assertEquals(25, strangers.expected(500), 7);
        assertEquals(0, strangers.expected(LENGTH));
    }

    @Test
    void theyAreRememberedForTwoWindows() {
        exactly(50, 0);

        assertTrue(strangers.areAbout(2 * LENGTH - 1));
        assertFalse(strangers.areAbout(2 * LENGTH));
    }

    @Test
    void theEstimateRisesAndFallsWithTheReadings() {
        exactly(50, 0);
        exactly(80, 10);
        assertEquals(80, strangers.expected(10), 1);

        exactly(5, 20);

        assertEquals(5, strangers.expected(20), 1);
    }

    @Test
    void itIsNeverOutOfTheBoundsOfAReading() {
        exactly(50, 0);

        strangers.read(new Strangers.Reading(53, 60, 55, 1_000), 1, 1);

        assertEquals(53, strangers.expected(1), 0.2);
    }

    @Test
    void aReadingThatIsNotSureMovesItLittle() {
        exactly(50, 0);

        strangers.read(new Strangers.Reading(0, 100, 60, 100), 1, 1);

        assertEquals(50, strangers.expected(1), 1);
    }

    @Test
    void readingsThatTellNothingMoreOfThemForgetThem() {
        exactly(50, 0);

        strangers.read(new Strangers.Reading(0, 0, 0, 0), 10, 10);

        assertEquals(0, strangers.expected(10));
    }

    @Test
    void aReadingThatWasOvertakenOnlyProvesThatThereAreMore() {
        exactly(50, 100);

        strangers.read(new Strangers.Reading(10, 20, 15, 0), 90, 110);
        assertEquals(50, strangers.expected(110), 1);
        strangers.read(new Strangers.Reading(60, 70, 65, 0), 90, 110);

        assertEquals(60, strangers.expected(110), 1);
    }

    @Test
    void theLongerNothingWasReadTheLessIsSure() {
        exactly(50, 0);

        assertTrue(strangers.deviation(100, 0) > strangers.deviation(0, 0));
        assertTrue(strangers.deviation(0, 100) > strangers.deviation(0, 0));
    }

    /** Four that were there at the first look have come evenly in the window before it. */
    @Test
    void theyLeaveOneWindowAfterTheyCame() {
        exactly(4, 0);

        assertEquals(125, strangers.nextAt());
        assertTrue(strangers.expected(874) > 0);
        assertEquals(0, strangers.expected(875));
        assertEquals(Long.MAX_VALUE, strangers.nextAt());
    }

    @Test
    void thoseThatComeBetweenTwoReadingsLeaveOneWindowAfterThat() {
        exactly(1, 0);
        exactly(3, 400);

        assertEquals(500, strangers.nextAt());
        assertTrue(strangers.expected(1_299) > 0);
        assertEquals(0, strangers.expected(1_300));
    }

    @Test
    void itSeesHowEvenlyTheyCome() {
        assertTrue(unevenness(5, 1) < 0.5);
        assertTrue(unevenness(60, 12) > 3);
    }

    /** The oracle counts them all. */
    @Property(tries = 200)
    void itFollowsThemWithinWhatTheReadingsLeaveOpen(
            @ForAll @IntRange(min = 1, max = 5) int size, @ForAll @IntRange(max = 3) int doubt, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Strangers some = new Strangers(LENGTH);
        Deque<Long> present = new ArrayDeque<>();

        for (long now = 0; now < 5 * LENGTH; now++) {
            for (int i = random.nextInt(30 * size) == 0 ? size : 0; i > 0; i--) {
                present.add(now);
            }
            while (!present.isEmpty() && present.element() <= now - LENGTH) {
                present.remove();
            }
            if (random.nextInt(10) == 0) {
                int there = present.size();
                int least = Math.max(0, there - random.nextInt(doubt + 1));
                int most = there + random.nextInt(doubt + 1);
                some.read(new Strangers.Reading(least, most, (least + most) / 2.0, doubt / 2.0), now, now);
                assertTrue(some.expected(now) >= least - 0.5, () -> "fewer than " + least);
                assertTrue(some.expected(now) <= most + 0.5, () -> "more than " + most);
            }
        }
    }

    private double unevenness(long gap, int size) {
        Strangers some = new Strangers(LENGTH);
        for (long now = 1; now < 20 * LENGTH; now += 10) {
            int there = (int) (now / gap - Math.max(0, (now - LENGTH) / gap)) * size;
            some.read(new Strangers.Reading(there, there, there, 0), now, now);
        }
        return some.unevenness();
    }

    private void exactly(int number, long at) {
        strangers.read(new Strangers.Reading(number, number, number, 0), at, at);
    }
}
