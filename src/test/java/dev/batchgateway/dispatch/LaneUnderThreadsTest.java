package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.retry.ReplyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Several lanes, few places and tiny windows, asked by several threads at once, in real time of milliseconds: every
 * asker is served (no wake-up is lost), and the process bound holds at every moment.
 */
class LaneUnderThreadsTest {
    private static final int THREADS = 4;
    private static final int LANES = 5;
    private static final int CALLS = 3_000;
    private static final int PLACES = 3;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);

    @AfterEach
    void end() {
        threads.shutdownNow();
        timers.shutdownNow();
    }

    @Test
    void everyAskerIsServedAndNeverMoreThanThePlaces() throws InterruptedException {
        Timer timer = (nanos, task) -> {
            var planned = timers.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return () -> planned.cancel(false);
        };
        InFlightGate gate = new InFlightGate(PLACES);
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            lanes.add(new Lanes(gate, System::nanoTime, timer).lane(Lanes.objects(50, Duration.ofMillis(2), 20)));
        }
        CountDownLatch served = new CountDownLatch(CALLS);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        for (int i = 0; i < CALLS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            Lane lane = lanes.get(i % LANES);
            threads.execute(() -> Lanes.ask(
                    lane,
                    permit -> threads.execute(() -> {
                        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                        end(permit, random, underWay);
                        served.countDown();
                    })));
        }

        assertTrue(served.await(60, TimeUnit.SECONDS), () -> served.getCount() + " were never served");
        assertTrue(most.get() <= PLACES, () -> most + " at once");
        assertEquals(0, gate.underWay());
    }

    private static void end(Permit permit, SplittableRandom random, AtomicInteger underWay) {
        underWay.decrementAndGet();
        long now = System.nanoTime();
        int chance = random.nextInt(100);
        if (chance < 10) {
            permit.unused();
        } else if (chance < 12) {
            permit.ended(new Exchange(new Reply.NoAnswer("cut"), RateSignal.SILENT, now, now), ReplyKind.NO_ANSWER);
        } else {
            permit.ended(
                    new Exchange(new Reply.Answered(Answer.empty(204)), RateSignal.SILENT, now, now),
                    ReplyKind.ANSWERED);
        }
    }
}
