package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of every {@link Window}, whatever the latencies, limits and strangers. */
class WindowLawsTest {
    private static final long LENGTH = 1_000;
    private static final int STEPS = 400;

    private record UnderWay(long countedAt, long latest, long endsAt, long sentAt) implements Comparable<UnderWay> {
        @Override
        public int compareTo(UnderWay other) {
            return Long.compare(endsAt, other.endsAt);
        }
    }

    /** HubSpot counts a call at some moment between its sending and the latest that we know of. */
    @Property(tries = 500)
    void neverMoreThanNCallsAreCountedInAnyWindow(
            @ForAll @IntRange(min = 1, max = 40) int permits,
            @ForAll @IntRange(min = 1, max = 3_000) int mostLatency,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Window window = new Window(permits, LENGTH);
        PriorityQueue<UnderWay> underWay = new PriorityQueue<>();
        List<Long> counted = new ArrayList<>();

        for (long now = 0; now < 10 * LENGTH; now += random.nextInt(30)) {
            while (!underWay.isEmpty() && underWay.element().endsAt() <= now) {
                UnderWay call = underWay.remove();
                window.ended(call.sentAt(), call.latest());
            }
            while (window.tryTake(now)) {
                UnderWay call = call(now, mostLatency, random);
                counted.add(call.countedAt());
                underWay.add(call);
            }
        }

        counted.sort(null);
        for (int i = permits; i < counted.size(); i++) {
            long span = counted.get(i) - counted.get(i - permits);
            assertTrue(span >= LENGTH, permits + 1 + " calls were counted within " + span);
        }
    }

    @Property(tries = 500)
    void countsLikeTheSlowAndObviousOne(@ForAll @IntRange(min = 1, max = 20) int permits, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Window window = new Window(permits, LENGTH);
        NaiveWindow naive = new NaiveWindow(permits, LENGTH);
        PriorityQueue<UnderWay> underWay = new PriorityQueue<>();
        long now = -500;

        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(60);
            assertEquals(naive.available(now), window.available(now), "step " + step);
            switch (random.nextInt(8)) {
                case 0 -> {
                    int limit = random.nextInt(1, 25);
                    window.learn(limit, LENGTH);
                    naive.learn(limit, LENGTH);
                }
                case 1, 2, 3 -> {
                    while (!underWay.isEmpty() && underWay.element().endsAt() <= now) {
                        UnderWay call = underWay.remove();
                        window.ended(call.sentAt(), call.latest());
                        naive.ended(call.latest());
                    }
                }
                default -> {
                    boolean taken = window.tryTake(now);
                    assertEquals(naive.tryTake(now), taken, "step " + step);
                    if (taken && random.nextInt(10) == 0) {
                        window.unused(now);
                        naive.unused();
                    } else if (taken) {
                        underWay.add(call(now, 700, random));
                    }
                }
            }
        }
    }

    /** With our own calls alone, what HubSpot says remains never makes us see strangers. */
    @Property(tries = 500)
    void aloneItNeverSeesStrangers(
            @ForAll @IntRange(min = 2, max = 40) int permits,
            @ForAll @IntRange(min = 1, max = 3_000) int mostLatency,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Window window = new Window(permits, LENGTH);
        Window deaf = new Window(permits, LENGTH);
        PriorityQueue<UnderWay> underWay = new PriorityQueue<>();
        List<Long> counted = new ArrayList<>();

        for (long now = 0; now < 8 * LENGTH; now += random.nextInt(1, 40)) {
            while (!underWay.isEmpty() && underWay.element().endsAt() <= now) {
                UnderWay call = underWay.remove();
                window.ended(call.sentAt(), call.latest());
                deaf.ended(call.sentAt(), call.latest());
                window.remainingAt(remaining(permits, counted, call), call.sentAt(), call.latest(), now);
            }
            for (int burst = random.nextInt(4); burst > 0 && window.tryTake(now); burst--) {
                deaf.tryTake(now);
                UnderWay call = call(now, mostLatency, random);
                counted.add(call.countedAt());
                underWay.add(call);
            }
            assertEquals(deaf.available(now), window.available(now));
            assertEquals(0, window.strangers(now));
        }
    }

    /** Strangers only ever take away from what our own calls leave, and never for good. */
    @Property(tries = 300)
    void withStrangersItNeitherExceedsItsOwnLimitNorHangs(
            @ForAll @IntRange(min = 1, max = 40) int permits,
            @ForAll @IntRange(min = 1, max = 3_000) int mostLatency,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Window window = new Window(permits, LENGTH);
        Window deaf = new Window(permits, LENGTH);
        PriorityQueue<UnderWay> underWay = new PriorityQueue<>();
        long now = -500;
        int sent = 0;

        for (int step = 0; step < STEPS; step++) {
            while (!underWay.isEmpty() && underWay.element().endsAt() <= now) {
                UnderWay call = underWay.remove();
                deaf.ended(call.sentAt(), call.latest());
                if (random.nextInt(10) == 0) {
                    window.refused(call.sentAt(), call.latest(), now);
                } else {
                    window.ended(call.sentAt(), call.latest());
                    window.remainingAt(random.nextInt(permits + 1), call.sentAt(), call.latest(), now);
                }
            }
            while (window.tryTake(now)) {
                assertTrue(deaf.tryTake(now), "more than our own calls leave");
                underWay.add(call(now, mostLatency, random));
                sent++;
            }
            assertTrue(window.available(now) <= deaf.available(now));
            assertTrue(window.strangers(now) >= 0);
            long next = window.nextAt();
            assertTrue(next > now, "it would look again at once, for ever");
            long ends = underWay.isEmpty() ? Long.MAX_VALUE : underWay.element().endsAt();
            assertTrue(Math.min(next, ends) < now + 4 * LENGTH, "nobody would look again");
            now = Math.min(next, ends);
        }
        assertTrue(sent > 3 * permits || now < 20 * LENGTH, sent + " calls in " + now);
    }

    private static int remaining(int permits, List<Long> counted, UnderWay call) {
        int used = 0;
        for (long other : counted) {
            used += other > call.countedAt() - LENGTH && other <= call.countedAt() ? 1 : 0;
        }
        return permits - used;
    }

    private static UnderWay call(long now, int mostLatency, SplittableRandom random) {
        long latency = random.nextLong(mostLatency) + 1;
        long counted = now + random.nextLong(latency);
        long latest = counted + random.nextLong(now + latency - counted + 1);
        return new UnderWay(counted, latest, now + latency, now);
    }
}
