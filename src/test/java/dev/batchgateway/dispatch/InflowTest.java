package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Inflow;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Target;
import dev.batchgateway.json.Slice;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A batch whose inputs come while it runs. */
class InflowTest {
    private static final Duration HANGING = Duration.ofSeconds(30);

    private final Dispatching nest = new Dispatching(7);
    private final Inflow inflow = new Inflow();
    private final Recorded recorded = new Recorded();

    @Test
    void aChunkThatIsNotFullWaitsForMoreButNotForLong() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        offer(0, 3);
        nest.pass(Duration.ofMillis(49));
        assertEquals(0, nest.hubSpot.received().size());

        offer(3, 5);
        nest.pass(Duration.ofMillis(10));

        assertEquals(1, nest.hubSpot.received().size(), "with those that have come meanwhile");
        inflow.end();
        inflow.tell();
        assertEquals(5, nest.finish(running).outcomes().succeeded());
        assertEquals(1, nest.hubSpot.received().size());
    }

    /** One call may hang, and what waits may be all that can go: inputs of keys that are not in that call. */
    @Test
    void whileItsCallerIsNotReadAChunkThatIsNotFullWaitsForACallUnderWayButNotForLong() {
        start(Operation.OBJECT_UPDATE);
        offer(0, 100);
        nest.pass(Duration.ofSeconds(1));
        nest.hubSpot.latency(HANGING, HANGING);
        offer(100, 203);
        inflow.holdBack(true);
        nest.pass(Duration.ofMillis(900));
        assertEquals(2, nest.hubSpot.received().size());

        nest.pass(Duration.ofMillis(200));

        assertEquals(3, nest.hubSpot.received().size());
        offer(203, 206);
        nest.pass(Duration.ofMillis(900));
        assertEquals(3, nest.hubSpot.received().size(), "the next waits as long again");
    }

    @Test
    void whenNoCallIsUnderWayAChunkThatIsNotFullGoesAsSoonAsEver() {
        start(Operation.OBJECT_CREATE);
        offer(0, 3);
        inflow.holdBack(true);

        nest.pass(Duration.ofMillis(51));

        assertEquals(1, nest.hubSpot.received().size());
    }

    @Test
    void aFullChunkWaitsForNothing() {
        start(Operation.OBJECT_CREATE);
        offer(0, 100);
        nest.loop.run();

        assertEquals(1, nest.hubSpot.received().size());
    }

    @Test
    void whatIsLeftAtTheEndWaitsForNothing() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        offer(0, 3);
        inflow.end();
        inflow.tell();
        nest.loop.run();

        assertEquals(1, nest.hubSpot.received().size());
        assertEquals(3, nest.finish(running).outcomes().succeeded());
    }

    @Test
    void itDoesNotEndWhileMoreMayCome() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        offer(0, 100);
        nest.pass(Duration.ofMinutes(5));

        assertFalse(running.isOver());
        assertEquals(100, recorded.order().size());
    }

    @Test
    void aRefusedInputEndsInItsPlaceWithoutACall() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        inflow.refuse(() -> HubSpotError.of(Slice.of("{}")));
        inflow.end();
        inflow.tell();

        BatchResult result = nest.finish(running);

        assertEquals(1, result.outcomes().rejected());
        assertEquals(0, nest.hubSpot.received().size());
    }

    @Test
    void anInputForWhichThereWasNoRoomEndsInItsPlaceAsUnsent() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        inflow.drop();
        offer(0, 1);
        inflow.end();
        inflow.tell();

        BatchResult result = nest.finish(running);

        assertEquals("unsent NO_ROOM", Dispatching.word(recorded.get(0)));
        assertEquals(1, result.outcomes().succeeded());
    }

    @Test
    void onceStoppedItTakesWhatStillComesAndSendsNoneOfIt() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        offer(0, 150);
        nest.loop.run();
        running.run.stop(Reason.SHUTDOWN);
        offer(150, 400);
        nest.pass(Duration.ofMinutes(1));
        offer(400, 410);
        assertFalse(running.isOver(), "more may come");
        inflow.end();
        inflow.tell();

        BatchResult result = nest.finish(running);

        assertEquals(410, result.outcomes().inputs());
        assertEquals(100, result.outcomes().succeeded());
        assertEquals(310, result.outcomes().unsent());
        assertEquals(1, nest.hubSpot.received().size());
    }

    /** What is open keeps a caller from being read on, so it must not wait for the end of the stream. */
    @Test
    void stoppedByHubSpotItSettlesWhatStandsInLineThoughMoreMayCome() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.html(401));
        Dispatching.Running running = start(Operation.OBJECT_UPSERT);
        for (int i = 0; i < 50; i++) {
            inflow.offer(Slice.of("{\"idProperty\":\"k\",\"id\":\"same\"}"));
        }
        inflow.tell();
        nest.pass(Duration.ofSeconds(5));

        assertFalse(running.isOver(), "more may come");
        assertEquals(50, recorded.order().size());
        inflow.end();
        inflow.tell();
        assertEquals(50, nest.finish(running).outcomes().unsent());
    }

    /** A body of hundreds of thousands of inputs would hold the event loop, and all of its lines would be in memory. */
    @Test
    void stoppedItEndsSomeInputsInOneStepAndTheOthersWhenOthersHaveHadTheThread() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        running.run.stop(Reason.DEADLINE);
        nest.loop.run();
        List<String> creates = Batches.creates(2_000);
        creates.forEach(create -> inflow.offer(Slice.of(create)));

        inflow.tell();

        assertEquals(500, recorded.order().size());
        nest.loop.run();
        assertEquals(2_000, recorded.order().size());
    }

    @Test
    void stoppedAndHeldItEndsNoMoreUntilItMayGoOn() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        offer(0, 250);
        running.run.stop(Reason.SHUTDOWN);
        running.run.hold();
        nest.pass(Duration.ofMinutes(1));
        offer(250, 300);
        inflow.end();
        inflow.tell();
        nest.pass(Duration.ofMinutes(1));
        assertEquals(100, recorded.order().size(), "the call under way");
        assertFalse(running.isOver());

        running.run.goOn();
        nest.loop.run();

        assertEquals(200, running.result().outcomes().unsent());
    }

    @Test
    void heldItEndsNoLinesThatAreNoInputs() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        running.run.hold();
        for (int i = 0; i < 10; i++) {
            inflow.refuse(() -> HubSpotError.of(Slice.of("{}")));
        }
        inflow.end();
        inflow.tell();
        nest.loop.run();
        assertEquals(0, recorded.order().size());

        running.run.goOn();
        nest.loop.run();

        assertEquals(10, running.result().outcomes().rejected());
    }

    @Test
    void heldItMakesNoCallsAndThenGoesOn() {
        Dispatching.Running running = start(Operation.OBJECT_CREATE);
        running.run.hold();
        offer(0, 300);
        inflow.end();
        inflow.tell();
        nest.pass(Duration.ofSeconds(30));
        assertEquals(0, nest.hubSpot.received().size());

        running.run.goOn();
        nest.loop.run();

        assertEquals(300, nest.finish(running).outcomes().succeeded());
    }

    @Test
    void equalKeysGoOneBehindTheOtherThoughMoreIsStillToCome() {
        start(Operation.OBJECT_UPSERT);
        for (int i = 0; i < 4; i++) {
            inflow.offer(Slice.of("{\"idProperty\":\"k\",\"id\":\"same\",\"properties\":{\"n\":\"" + i + "\"}}"));
        }
        inflow.tell();
        nest.pass(Duration.ofSeconds(30));

        assertEquals(List.of(0, 1, 2, 3), recorded.order());
        assertTrue(nest.hubSpot.received().size() >= 4);
    }

    private Dispatching.Running start(Operation operation) {
        Target target = new Target(operation, "/crm/v3/objects/companies/batch/" + operation.path(), null, "companies");
        return nest.start(
                new BatchRequest(target, Envelope.none(operation), inflow, recorded, Dispatching.CALLER, false));
    }

    private void offer(int from, int to) {
        List<String> creates = Batches.creates(to);
        IntStream.range(from, to).forEach(i -> inflow.offer(Slice.of(creates.get(i))));
        inflow.tell();
        nest.loop.run();
    }
}
