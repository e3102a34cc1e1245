package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.redis.BudgetTimes;
import dev.batchgateway.testing.NaiveQuota;
import dev.batchgateway.testing.NaiveStore;
import dev.batchgateway.testing.Polling;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three gateways that share one window over a store, asked by several threads at once and answered by others after any
 * time, ten times as fast as real time: everybody is served, the window holds over all of them, and when all has ended
 * nothing is out.
 */
class SharedSideUnderThreadsTest {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final int PERMITS = 30;
    private static final int GATEWAYS = 3;
    private static final int ASKERS = 600;
    private static final BudgetTimes TIMES = BudgetTimes.of(Duration.ofSeconds(2), Duration.ofSeconds(60));
    private static final long ABOVE_ZERO = 1_000_000_000_000L;

    private final FastTime time = new FastTime(10);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final NaiveStore store = new NaiveStore(new NaiveQuota());

    @AfterEach
    void end() {
        threads.shutdownNow();
        time.close();
    }

    /** Exchanges that are lost leave each to its part, which together with what the store lends may be too much. */
    @ParameterizedTest(name = "seed {0}, one of {1} exchanges is lost")
    @CsvSource({"1, 0", "2, 0", "3, 40"})
    void everybodyIsServedAndTheWindowHolds(long seed, int oneIn) throws InterruptedException {
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Lane> lanes = new ArrayList<>();
        List<InFlightGate> gates = new ArrayList<>();
        for (int i = 0; i < GATEWAYS; i++) {
            InFlightGate gate = new InFlightGate(12);
            gates.add(gate);
            lanes.add(new Lanes(gate, time, time)
                    .lane(
                            Lanes.objects(PERMITS, WINDOW, 15),
                            new Portal(0),
                            budget("gateway-" + i, oneIn, seeds.split())));
        }
        CallLedger ledger = new CallLedger(time);
        CountDownLatch served = new CountDownLatch(ASKERS);

        for (int i = 0; i < ASKERS; i++) {
            SplittableRandom random = seeds.split();
            Lane lane = lanes.get(random.nextInt(GATEWAYS));
            threads.execute(() ->
                    Lanes.ask(lane, permit -> threads.execute(() -> use(permit, ledger, random, served::countDown))));
        }

        assertTrue(served.await(90, TimeUnit.SECONDS), () -> served.getCount() + " were never served");
        if (oneIn == 0) {
            ledger.assertNeverMoreThan(PERMITS, WINDOW.toNanos());
        }
        gates.forEach(gate -> assertEquals(0, gate.underWay()));
        lanes.forEach(lane -> assertEquals(0, lane.state().underWay()));
        assertNothingIsOut();
    }

    private static void use(Permit permit, CallLedger ledger, SplittableRandom random, Runnable after) {
        if (random.nextInt(10) == 0) {
            permit.unused();
            after.run();
        } else {
            ledger.call(permit, Duration.ofMillis(20 + random.nextInt(200)).toNanos(), random, after);
        }
    }

    /** Lanes tell the store that they hold nothing any more within a beat of two seconds and the window. */
    private void assertNothingIsOut() {
        long end = time.getAsLong() + Duration.ofSeconds(100).toNanos();
        while (out() > 0 && time.getAsLong() < end) {
            Polling.pause(Duration.ofMillis(5));
        }
        assertEquals(0, out());
    }

    private SharedBudget budget(String gateway, int oneIn, SplittableRandom random) {
        return report -> Uni.createFrom().emitter(emitter -> {
            boolean isLost;
            long way;
            synchronized (random) {
                isLost = oneIn > 0 && random.nextInt(oneIn) == 0;
                way = Duration.ofMillis(random.nextInt(30)).toNanos();
            }
            time.after(way / 2, () -> {
                Reserved reserved = isLost ? Reserved.LOST : exchange(gateway, report);
                time.after(way / 2, () -> emitter.complete(reserved));
            });
        });
    }

    private synchronized Reserved exchange(String gateway, Report report) {
        return store.exchange(gateway, report, TIMES, now());
    }

    private synchronized int out() {
        return store.out(TIMES, now());
    }

    private long now() {
        return time.getAsLong() / 1000 + ABOVE_ZERO;
    }
}
