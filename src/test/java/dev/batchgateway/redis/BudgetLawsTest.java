package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedRate;
import dev.batchgateway.limit.QuotaNews;
import dev.batchgateway.testing.NaiveQuota;
import dev.batchgateway.testing.NaiveStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the script in a real Redis whatever three gateways do, and whatever is lost between them and it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetLawsTest {
    private static final String[] GATEWAYS = {"a", "b", "c"};
    private static final BudgetTimes TIMES = new BudgetTimes(
            Duration.ofMillis(200),
            Duration.ofMillis(1_500),
            Duration.ofMillis(3_000),
            Duration.ofMillis(400),
            Duration.ofMillis(10),
            Duration.ofMillis(50));
    private static final long WINDOW = 1_000;
    private static final int REPORTS = 1_500;
    private static final long RUN = 12_000;

    private final ManualStore store = new ManualStore();

    @AfterAll
    void end() {
        store.close();
    }

    /** Reports need not even make sense: each way through the script is gone through, in an order nobody thought of. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void answersAsTheSlowAndObviousOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        store.newLane();
        NaiveStore naive = new NaiveStore(new NaiveQuota());
        for (int step = 0; step < REPORTS; step++) {
            store.advanceMillis(random.nextInt(100) == 0 ? random.nextLong(4_000) : random.nextLong(40));
            String gateway = GATEWAYS[random.nextInt(GATEWAYS.length)];
            Report report = anyReport(random);

            Reserved expected = naive.exchange(gateway, report, TIMES, store.nowMicros());

            assertEquals(expected, store.exchange(gateway, report, TIMES), "seed " + seed + ", step " + step);
        }
    }

    private static Report anyReport(SplittableRandom random) {
        List<Long> ended = new ArrayList<>();
        for (int i = random.nextInt(6) - 2; i > 0; i--) {
            ended.add(TimeUnit.MICROSECONDS.toNanos(random.nextLong(1_300_000)));
        }
        return new Report(
                random.nextInt(3) == 0 ? random.nextInt(8) : 0,
                random.nextInt(2) * random.nextInt(30),
                random.nextInt(4) == 0 ? random.nextInt(30) : 0,
                random.nextInt(2) * random.nextInt(9),
                ended,
                random.nextInt(20) == 0,
                anyRate(random),
                new Report.Shutting(
                        random.nextInt(100) == 0,
                        TimeUnit.MILLISECONDS.toNanos(random.nextLong(800) - 500),
                        anyAgo(random, 3, 2_000)),
                new Report.Use(random.nextInt(4), anyAgo(random, 5, 90_000), anyAgo(random, 9, 90_000)),
                anyQuota(random),
                random.nextInt(2) * random.nextLong(20));
    }

    private static SharedRate anyRate(SplittableRandom random) {
        boolean isTold = random.nextInt(60) == 0;
        long readAgo = random.nextLong(50);
        return new SharedRate(
                15 + random.nextInt(3),
                TimeUnit.MILLISECONDS.toNanos(WINDOW),
                isTold,
                TimeUnit.MILLISECONDS.toNanos(readAgo + random.nextLong(300)),
                TimeUnit.MILLISECONDS.toNanos(readAgo),
                random.nextInt(40) == 0 ? random.nextInt(5) : 0,
                TimeUnit.MILLISECONDS.toNanos(random.nextLong(100_000)));
    }

    private static QuotaNews anyQuota(SplittableRandom random) {
        long readAgo = random.nextLong(50);
        return new QuotaNews(
                anyAgo(random, 90, 500),
                random.nextInt(3) * TimeUnit.MILLISECONDS.toNanos(random.nextLong(2_000)),
                anyAgo(random, 3, 500),
                anyAgo(random, 3, 70_000),
                random.nextInt(3) == 0 ? random.nextLong(60) : -1,
                TimeUnit.MILLISECONDS.toNanos(readAgo + random.nextLong(300)),
                TimeUnit.MILLISECONDS.toNanos(readAgo),
                random.nextInt(9),
                random.nextInt(30) == 0);
    }

    /** Once in so many times a moment up to so many milliseconds ago. */
    private static long anyAgo(SplittableRandom random, int oneIn, long millis) {
        return random.nextInt(oneIn) == 0 ? TimeUnit.MILLISECONDS.toNanos(random.nextLong(millis)) : QuotaNews.NEVER;
    }

    /**
     * Gateways that keep to what they are granted, while messages are lost both ways, gateways are killed and others
     * come in their place. HubSpot counts each call at some moment between its sending and the latest it can have been.
     */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void neverMoreThanThePermitsAreCountedInAnyWindow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int permits = 1 + random.nextInt(25);
        store.newLane();
        List<Long> counted = new ArrayList<>();
        List<HonestGateway> gateways = new ArrayList<>();
        for (String name : GATEWAYS) {
            gateways.add(new HonestGateway(name, permits, WINDOW, random, counted));
        }
        int killed = 0;
        for (long end = store.nowMillis() + RUN; store.nowMillis() < end; store.advanceMillis(random.nextLong(12))) {
            int which = random.nextInt(GATEWAYS.length);
            HonestGateway gateway = gateways.get(which);
            gateway.work(store.nowMillis());
            if (gateway.isDue(store.nowMillis())) {
                boolean arrives = random.nextInt(15) > 0;
                Report report = gateway.report(store.nowMillis());
                Reserved reserved = arrives ? store.exchange(gateway.name(), report, TIMES) : Reserved.LOST;
                gateway.answered(random.nextInt(15) > 0 ? reserved : Reserved.LOST, store.nowMillis());
            }
            if (random.nextInt(400) == 0) {
                gateways.set(
                        which, new HonestGateway("heir-" + seed + "-" + killed++, permits, WINDOW, random, counted));
            }
        }

        counted.sort(null);
        for (int i = permits; i < counted.size(); i++) {
            long span = counted.get(i) - counted.get(i - permits);
            assertTrue(span >= WINDOW, permits + 1 + " calls were counted within " + span + " ms");
        }
        // Of the permits there were, even though so much was lost: a store that grants nothing is safe, too.
        assertTrue(counted.size() > permits * RUN / WINDOW / 3, counted.size() + " calls with " + permits);
    }
}
