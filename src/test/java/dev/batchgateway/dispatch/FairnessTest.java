package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.testing.FakeHubSpot.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How batches of one account share its window (issue 4, point 6). */
class FairnessTest {
    private final Dispatching nest = new Dispatching(1);

    @Test
    void smallBatchesAreQuickWhileALargeOneRunsAtTheLimit() {
        nest.hubSpot.permits(190);
        Dispatching.Running large = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60_000));
        nest.pass(Duration.ofSeconds(1));
        List<Duration> took = new ArrayList<>();

        while (!large.isOver()) {
            long started = nest.clock.getAsLong();
            Dispatching.Running small = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(20));
            nest.finish(small);
            took.add(Duration.ofNanos(nest.clock.getAsLong() - started));
        }

        Collections.sort(took);
        Duration median = took.get(took.size() / 2);
        assertTrue(took.size() > 20, () -> took.size() + " small batches");
        assertTrue(median.compareTo(Duration.ofSeconds(1)) < 0, () -> "median " + median + " of " + took);
        assertEquals(0, nest.hubSpot.throttled());
        assertEquals(60_000, large.result().outcomes().succeeded());
    }

    /** Twenty a second, more than the window lets through: without a bound they would take all of it. */
    @Test
    void newcomersThatComeFasterThanTheWindowLeaveAnEighthToALargeBatch() {
        nest.hubSpot.permits(100);
        Dispatching.Running large = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60_000));
        nest.pass(Duration.ofSeconds(20));
        int before = nest.hubSpot.received().size();
        for (int i = 0; i < 20 * 40; i++) {
            nest.start(Operation.OBJECT_UPSERT, Batches.keyed(20));
            nest.pass(Duration.ofMillis(50));
        }

        List<Received> since = nest.hubSpot.received();
        since = since.subList(before, since.size());
        long ofLarge = since.stream().filter(call -> call.names().size() == 100).count();
        long all = since.size();

        assertTrue(ofLarge * 8 >= all, () -> ofLarge + " calls of " + all);
        assertTrue(ofLarge * 8 <= all * 7, () -> ofLarge + " calls of " + all);
        assertTrue(!large.isOver(), "it had calls to make all the time");
    }

    @Test
    void withoutAKeptShareTheyWaitForTheWindow() {
        nest.keptShare(0).hubSpot.permits(190);
        Dispatching.Running large = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60_000));
        nest.pass(Duration.ofSeconds(1));
        long started = nest.clock.getAsLong();

        nest.finish(nest.start(Operation.OBJECT_UPSERT, Batches.keyed(20)));

        assertTrue(nest.clock.getAsLong() - started > Duration.ofSeconds(5).toNanos());
        nest.finish(large);
    }

    @Test
    void aLoneBatchGetsTheWholeWindow() {
        nest.hubSpot.permits(190);

        nest.start(Operation.OBJECT_UPSERT, Batches.keyed(60_000));
        nest.pass(Duration.ofSeconds(5));

        assertEquals(190, nest.hubSpot.received().size());
    }

    @Test
    void aMoreUrgentBatchHasMoreTurns() {
        nest.hubSpot.permits(100);
        Dispatching.Running usual = nest.start(request(Turns.USUAL_URGENCY));
        Dispatching.Running urgent = nest.start(request(0));
        Dispatching.Running background = nest.start(request(7));

        nest.finish(urgent);
        boolean isUsualOver = usual.isOver();
        nest.finish(usual);
        boolean isBackgroundOver = background.isOver();

        assertEquals(List.of(false, false), List.of(isUsualOver, isBackgroundOver));
        assertEquals(20_000, nest.finish(background).outcomes().succeeded());
    }

    @Test
    void theTimeABatchWaitedForPermitsIsLessThanItTook() {
        nest.hubSpot.permits(100);
        long started = nest.clock.getAsLong();

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(30_000));

        long took = nest.clock.getAsLong() - started;
        assertTrue(result.waitedNanos() > took / 2, () -> result.waitedNanos() + " of " + took);
        assertTrue(result.waitedNanos() <= took, () -> result.waitedNanos() + " of " + took);
    }

    @Test
    void aBatchThatIsStoppedInLineSaysHowLongItStoodThere() {
        nest.hubSpot.permits(100);
        Dispatching.Running large = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(30_000));
        nest.pass(Duration.ofSeconds(2));
        Dispatching.Running waiting = nest.start(Operation.OBJECT_CREATE, Batches.creates(100));
        nest.pass(Duration.ofSeconds(6));

        waiting.run.stop(Reason.DEADLINE);
        nest.loop.run();

        assertEquals(Duration.ofSeconds(6), Duration.ofNanos(waiting.result().waitedNanos()));
        nest.finish(large);
    }

    private static BatchRequest request(int urgency) {
        BatchRequest request = Dispatching.request(Operation.OBJECT_UPSERT, Batches.keyed(20_000), false);
        return new BatchRequest(
                request.target(),
                request.envelope(),
                request.inputs(),
                request.sink(),
                new Caller(Dispatching.TOKEN, null, urgency),
                false);
    }
}
