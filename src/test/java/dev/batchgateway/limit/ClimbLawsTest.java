package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of every {@link Climb}, whenever calls meet their 429s. */
class ClimbLawsTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private record Call429(long sentAt, long at) {}

    /** From the beginning each time, second by second: a lowering when a 429 came, a raise when a minute was clean. */
    private static int permits(int start, int most, List<Call429> calls, long now) {
        int permits = start;
        long changed = 0;
        long lowered = 0;
        int next = 0;
        for (long at = 0; at <= now; at += Duration.ofSeconds(1).toNanos()) {
            if (at == changed + MINUTE) {
                permits = Math.min(most, permits + 1);
                changed = at;
            }
            for (; next < calls.size() && calls.get(next).at() == at; next++) {
                if (calls.get(next).sentAt() >= lowered) {
                    permits = Math.max(1, Math.min(permits - 1, permits * 9 / 10));
                    changed = at;
                    lowered = at;
                }
            }
        }
        return permits;
    }

    @Property(tries = 200)
    void isAsTheSlowAndObviousOne(
            @ForAll @IntRange(min = 1, max = 120) int start, @ForAll @IntRange(max = 20) int above, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Climb climb = new Climb(start, start + above, 0);
        List<Call429> calls = new ArrayList<>();
        long second = Duration.ofSeconds(1).toNanos();
        for (long now = 0, step = 0; step < 40; step++) {
            now += second * (1 + random.nextInt(random.nextInt(4) == 0 ? 400 : 5));
            if (random.nextInt(3) > 0) {
                Call429 call = new Call429(Math.max(0, now - second * random.nextInt(4)), now);
                calls.add(call);
                climb.permits(now);
                climb.throttled(call.sentAt(), now);
            }
            assertEquals(permits(start, start + above, calls, now), climb.permits(now), "seed " + seed);
        }
    }

    /** The one that has lowered it most often is believed by the others, and then goes on as they do. */
    @Property(tries = 100)
    void gatewaysThatTellEachOtherComeToTheSame(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Climb one = new Climb(100, 110, 0);
        Climb two = new Climb(100, 110, 0);
        long now = 0;
        for (int step = 0; step < 60; step++) {
            now += random.nextLong(3 * MINUTE);
            (random.nextBoolean() ? one : two).throttled(now, now);
            one.hears(two.lowerings(), two.permits(now), now - two.changedAgo(now), now);
            two.hears(one.lowerings(), one.permits(now), now - one.changedAgo(now), now);

            assertEquals(one.permits(now), two.permits(now));
            assertEquals(one.changedAgo(now), two.changedAgo(now));
        }
    }
}
