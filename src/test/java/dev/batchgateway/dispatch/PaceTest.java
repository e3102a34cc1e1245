package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.testing.FakeHubSpot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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

    /** Every 429 is one of a call sent before the first answer was there that told the lower limit. */
    @ParameterizedTest(name = "from {0} to {1} calls per window, {2} to {3} ms, after {4} ms")
    @CsvSource({
        "100, 50, 150, 350, 15000",
        "190, 100, 150, 350, 10200",
        "190, 100, 150, 350, 10400",
        "190, 150, 500, 1500, 11000",
        "250, 10, 150, 350, 20300",
        "110, 100, 500, 1500, 23000"
    })
    void aLimitLoweredInMidRunIsMetOnlyByCallsUnderWay(int before, int after, int least, int most, int afterMillis) {
        nest.hubSpot.permits(before);
        nest.hubSpot.latency(Duration.ofMillis(least), Duration.ofMillis(most));
        int inputs = 100 * (3 * before + 2 * after);
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(inputs));
        nest.pass(Duration.ofMillis(afterMillis));
        assertEquals(0, nest.hubSpot.throttled());

        nest.hubSpot.permits(after);

        BatchResult result = nest.finish(running);
        assertEquals(inputs, result.outcomes().succeeded());
        long known = nest.hubSpot.ended().stream()
                .filter(exchange -> exchange.rate().max() == after)
                .mapToLong(Exchange::endedNanos)
                .min()
                .orElseThrow();
        List<Long> late = nest.hubSpot.ended().stream()
                .filter(exchange -> exchange.reply() instanceof Reply.Refused refused && refused.status() == 429)
                .map(Exchange::sentNanos)
                .filter(sent -> sent >= known)
                .toList();
        assertEquals(List.of(), late, "429s of calls sent after " + known);
    }

    /** A lower limit does not last for ever either, however many calls overlap. */
    @Test
    void aLimitRaisedInMidRunIsUsed() {
        nest.hubSpot.permits(50);
        long started = nest.clock.getAsLong();
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(28_000));
        nest.pass(Duration.ofSeconds(15));

        nest.hubSpot.permits(190);

        nest.finish(running);
        Duration took = Duration.ofNanos(nest.clock.getAsLong() - started);
        assertEquals(0, nest.hubSpot.throttled());
        assertTrue(took.compareTo(Duration.ofSeconds(24)) < 0, () -> "took " + took);
    }

    /** Another program spends half of the budget (issue 4, point 2): measured after the first two windows. */
    @ParameterizedTest(name = "{0} calls per window, strangers by chance: {1}")
    @CsvSource({"100, false", "190, false", "100, true", "190, true"})
    void strangersAreNoticedAndGivenWay(int permits, boolean byChance) {
        int sent = 0;
        int throttled = 0;
        int used = 0;
        for (long seed = 1; seed <= 3; seed++) {
            Dispatching shared = new Dispatching(seed);
            shared.hubSpot.permits(permits);
            stranger(shared, permits / 2.0, byChance, new SplittableRandom(seed));
            Dispatching.Running running = shared.start(Operation.OBJECT_UPSERT, Batches.keyed(permits * 1_300));
            shared.pass(Duration.ofSeconds(20));
            sent -= shared.hubSpot.received().size();
            throttled -= shared.hubSpot.throttled();
            used -= used(shared.hubSpot);

            shared.pass(Duration.ofSeconds(200));

            assertFalse(running.isOver());
            sent += shared.hubSpot.received().size();
            throttled += shared.hubSpot.throttled();
            used += used(shared.hubSpot);
        }
        String figures = throttled + " 429s of " + sent + ", " + used + " used of " + 60 * permits;
        assertTrue(throttled < 0.01 * sent, figures);
        assertTrue(used > 0.95 * 60 * permits, figures);
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

    @Test
    void aNarrowDoorThatIsHeardOfAgainIsNoNewOne() {
        long second = Duration.ofSeconds(1).toNanos();
        Pace pace = new Pace(Lanes.objects(100, Duration.ofSeconds(10), 100), 0);
        pace.hearsOfDoor(second, true, 0);
        assertEquals(0, pace.free(0));
        assertEquals(1, pace.free(second));
        pace.take(second);

        pace.hearsOfDoor(0, true, 3 * second);

        assertEquals(0, pace.free(3 * second), "the call that tries it is under way");
    }

    private static int used(FakeHubSpot hubSpot) {
        return hubSpot.received().size() - hubSpot.throttled() + hubSpot.strangersLetIn();
    }

    private static void stranger(Dispatching nest, double perWindow, boolean byChance, SplittableRandom random) {
        double gaps = byChance ? -Math.log(1 - random.nextDouble()) : 1;
        nest.timer.after((long) (gaps / perWindow * Duration.ofSeconds(10).toNanos()), () -> {
            nest.hubSpot.stranger();
            stranger(nest, perWindow, byChance, random);
        });
    }
}
