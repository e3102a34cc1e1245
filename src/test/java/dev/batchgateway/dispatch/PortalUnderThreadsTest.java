package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.limit.Turns;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.FakeAnswers;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two lanes of one portal, whose daily quota closes now and then and is probed, asked by several threads at once, a
 * thousand times as fast as real time: everybody is served or turned away, each window holds, every permit comes back.
 */
class PortalUnderThreadsTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int PERMITS = 40;
    private static final int ASKERS = 1_500;
    private static final int MOST_TIMES = 40;

    private final FastTime time = new FastTime(1_000);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void end() {
        threads.shutdownNow();
        time.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everybodyIsServedOrTurnedAwayAndEveryPermitComesBack(long seed) throws InterruptedException {
        InFlightGate gate = new InFlightGate(15);
        Portal portal = new Portal(0);
        Lanes lanes = new Lanes(gate, time, time);
        LaneConfig config = Lanes.objects(PERMITS, WINDOW, 20);
        List<Lane> both = List.of(lanes.lane(config, portal, null), lanes.lane(config, portal, null));
        List<CallLedger> ledgers = List.of(new CallLedger(time), new CallLedger(time));
        CountDownLatch settled = new CountDownLatch(ASKERS);
        AtomicInteger turnedAway = new AtomicInteger();

        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < ASKERS; i++) {
            int which = i % 2;
            SplittableRandom random = seeds.split();
            Consumer<Permit> use =
                    permit -> threads.execute(() -> use(permit, ledgers.get(which), random, settled::countDown));
            threads.execute(() -> ask(both.get(which), use, MOST_TIMES, () -> {
                turnedAway.incrementAndGet();
                settled.countDown();
            }));
        }

        assertTrue(settled.await(60, TimeUnit.SECONDS), () -> settled.getCount() + " were forgotten");
        ledgers.forEach(ledger -> ledger.assertNeverMoreThan(PERMITS, WINDOW.toNanos()));
        assertEquals(0, gate.underWay());
        both.forEach(lane -> assertEquals(0, lane.state().underWay()));
        assertTrue(turnedAway.get() < ASKERS / 10, () -> turnedAway + " gave up");
        assertEquals(0, portal.news(time.getAsLong()).underWay());
    }

    /** Who is turned away comes again half a minute later, so many times. */
    private void ask(Lane lane, Consumer<Permit> granted, int times, Runnable givesUp) {
        Lanes.join(lane, Turns.USUAL_URGENCY, granted, closure -> {
                    if (times == 0) {
                        givesUp.run();
                    } else {
                        time.after(Duration.ofSeconds(30).toNanos(), () -> ask(lane, granted, times - 1, givesUp));
                    }
                })
                .want(1);
    }

    private void use(Permit permit, CallLedger ledger, SplittableRandom random, Runnable after) {
        long now = time.getAsLong();
        int chance = random.nextInt(1_000);
        if (chance < 100) {
            permit.unused();
            after.run();
        } else if (chance < 102) {
            ledger.end(permit, FakeAnswers.daily(), ReplyKind.DAILY_LIMIT, now, now);
            after.run();
        } else if (chance < 120) {
            ledger.end(permit, FakeAnswers.html(401), ReplyKind.UNAUTHORIZED, now, now);
            after.run();
        } else {
            ledger.call(permit, Duration.ofMillis(100 + random.nextInt(900)).toNanos(), random, after);
        }
    }
}
