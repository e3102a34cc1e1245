package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeptShareTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final KeptShare share = new KeptShare(0.05);

    @Test
    void nothingIsKeptForABatchThatIsAlone() {
        assertEquals(0, share.kept(190, 0));

        share.used(7, 0);
        share.used(7, SECOND);

        assertEquals(0, share.kept(190, SECOND));
    }

    @Test
    void aShareIsKeptOnceTwoHaveUsedTheLane() {
        share.used(7, 0);
        share.used(8, SECOND);

        assertEquals(10, share.kept(190, SECOND));
        assertEquals(5, share.kept(100, SECOND));
    }

    @Test
    void andNothingAMinuteAfterAllButOneHaveEnded() {
        share.used(7, 0);
        share.used(8, SECOND);

        assertEquals(10, share.kept(190, 60 * SECOND - 1));
        assertEquals(0, share.kept(190, 60 * SECOND));
    }

    @Test
    void newcomersGetNoMoreThanHalfOfAWindowBeforeTheOthers() {
        long window = 10 * SECOND;
        share.used(7, 0);
        share.used(8, 0);
        for (int i = 0; i < 90; i++) {
            share.tookKept(i);
        }
        assertEquals(5, share.left(190, window, SECOND));

        for (int i = 0; i < 5; i++) {
            share.tookKept(SECOND);
        }
        assertEquals(0, share.left(190, window, SECOND));
        assertEquals(0, share.left(190, window, window - 1));

        assertEquals(10, share.left(190, window, window + SECOND));
    }

    @Test
    void somethingIsAlwaysLeftToEverybody() {
        share.used(7, 0);
        share.used(8, 0);

        assertEquals(0, share.kept(1, 0));
        assertEquals(1, share.kept(2, 0));
    }

    @Test
    void aShareOfNothingKeepsNothing() {
        KeptShare none = new KeptShare(0);
        none.used(7, 0);
        none.used(8, 0);

        assertEquals(0, none.kept(190, 0));
    }

    @Test
    void aShareOfTheWholeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new KeptShare(1));
        assertThrows(IllegalArgumentException.class, () -> new KeptShare(Double.NaN));
    }

    /** The slow way: remember when each batch used it last, and count those of the last minute. */
    @Property(tries = 300)
    void isTheSameAsCountingTheBatchesOfTheLastMinute(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        KeptShare fast = new KeptShare(0.1);
        Map<Long, Long> lastUse = new HashMap<>();
        long now = random.nextLong(-1_000, 1_000) * SECOND;
        for (int i = 0; i < 200; i++) {
            now += random.nextLong(40 * SECOND);
            if (random.nextInt(3) > 0) {
                long batch = random.nextLong(4);
                fast.used(batch, now);
                lastUse.put(batch, now);
            }
            long at = now;
            long users = lastUse.values().stream()
                    .filter(use -> at - use < 60 * SECOND)
                    .count();
            assertEquals(users > 1 ? 10 : 0, fast.kept(100, now), "at step " + i);
            assertTrue(fast.kept(3, now) < 3);
        }
    }
}
