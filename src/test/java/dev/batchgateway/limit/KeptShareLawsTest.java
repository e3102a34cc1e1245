package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of every {@link KeptShare}, whichever batches use the lane. */
class KeptShareLawsTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private record Used(long batch, long at) {}

    /** Something is kept if, and only if, two different batches used the lane within the last minute. */
    @Property(tries = 500)
    void isAsTheSlowAndObviousOne(@ForAll @IntRange(min = 1, max = 300) int permits, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        KeptShare share = new KeptShare(0.05);
        List<Used> used = new ArrayList<>();
        long now = 1;
        for (int step = 0; step < 100; step++) {
            now += random.nextInt(4) == 0 ? random.nextLong(2 * MINUTE) : random.nextLong(MINUTE / 20);
            if (random.nextInt(3) > 0) {
                Used one = new Used(random.nextInt(3), now);
                used.add(one);
                share.used(one.batch(), now);
            }
            long since = now - MINUTE;
            long batches = used.stream()
                    .filter(one -> one.at() > since)
                    .mapToLong(Used::batch)
                    .distinct()
                    .count();
            int expected = batches > 1 ? Math.min(permits - 1, (int) Math.ceil(permits * 0.05)) : 0;
            assertEquals(expected, share.kept(permits, now), "seed " + seed + ", step " + step);
        }
    }
}
