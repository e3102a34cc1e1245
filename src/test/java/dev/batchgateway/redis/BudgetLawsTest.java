package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
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
            Duration.ofMillis(10));
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
        NaiveStore naive = new NaiveStore();
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
                random.nextInt(3) == 0 ? random.nextInt(4) : 0,
                random.nextInt(2) * random.nextInt(9),
                ended,
                random.nextInt(20) == 0,
                15 + random.nextInt(3),
                random.nextInt(60) == 0,
                TimeUnit.MILLISECONDS.toNanos(WINDOW),
                random.nextInt(200) == 0 ? TimeUnit.MILLISECONDS.toNanos(random.nextLong(300)) : 0);
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
