package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Full speed and no 429 (issue 4, points 1 to 3 and 6), over a HubSpot with an exact rolling window. */
class PaceTest {
    private final Dispatching nest = new Dispatching(1);

    /** 500 calls need {@code rounds} windows and their latencies; the first round waits for one call alone. */
    @ParameterizedTest(name = "{0} calls per window, {2} to {3} ms")
    @CsvSource({"190, 2, 150, 350", "100, 4, 500, 1500", "110, 4, 500, 1500"})
    void fillsTheWindowsAndRunsIntoNo429(int permits, int rounds, int least, int most) {
        nest.permits(100);
        nest.hubSpot.permits(permits);
        nest.hubSpot.latency(Duration.ofMillis(least), Duration.ofMillis(most));
        long started = nest.clock.getAsLong();

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(50_000));

        Duration took = Duration.ofNanos(nest.clock.getAsLong() - started);
        Duration allowed = Duration.ofSeconds(10L * rounds).plusMillis((rounds + 2L) * most);
        assertEquals(500, result.calls());
        assertEquals(50_000, result.outcomes().succeeded());
        assertEquals(0, nest.hubSpot.throttled());
        assertTrue(took.compareTo(allowed) <= 0, () -> took + ", allowed are " + allowed);
    }

    @Test
    void aLimitLoweredInMidRunIsMetOnlyByCallsUnderWay() {
        nest.hubSpot.permits(100);
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(30_000));
        nest.pass(Duration.ofSeconds(15));
        int before = nest.hubSpot.throttled();

        nest.hubSpot.permits(50);

        BatchResult result = nest.finish(running);
        assertEquals(0, before);
        assertEquals(30_000, result.outcomes().succeeded());
        assertTrue(nest.hubSpot.throttled() <= 100, () -> nest.hubSpot.throttled() + " 429s");
    }

    /** Somebody else makes five calls a second on the same budget of ten. The share of 429s is 5 %, not yet below 1 %. */
    @Test
    void strangersAreNoticedAndGivenWay() {
        nest.hubSpot.permits(100);
        int[] strangers = {0};
        stranger(strangers);
        long started = nest.clock.getAsLong();

        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60_000));
        nest.finish(running);

        Duration took = Duration.ofNanos(nest.clock.getAsLong() - started);
        int calls = nest.hubSpot.received().size();
        assertTrue(nest.hubSpot.throttled() <= calls / 15, () -> nest.hubSpot.throttled() + " 429s of " + calls);
        assertTrue(took.toSeconds() < 150, () -> took + ", of which 120 s are needed");
    }

    @Test
    void batchesOfOneAccountTakeTurns() {
        nest.hubSpot.permits(100);
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(1));
        long started = nest.clock.getAsLong();
        List<Long> ends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            nest.dispatcher()
                    .run(Dispatching.request(Operation.OBJECT_UPSERT, Batches.keyed(2_700), false), nest.loop)
                    .result()
                    .subscribe()
                    .with(result -> ends.add(nest.clock.getAsLong() - started));
        }
        nest.loop.run();

        while (ends.size() < 10) {
            assertTrue(nest.step());
        }

        assertTrue(ends.get(9) - ends.get(0) <= ends.get(9) / 10, () -> "ended after " + ends);
        assertEquals(0, nest.hubSpot.throttled());
    }

    private void stranger(int[] calls) {
        nest.hubSpot.stranger();
        if (++calls[0] < 1_000) {
            nest.timer.after(Duration.ofMillis(200).toNanos(), () -> stranger(calls));
        }
    }
}
