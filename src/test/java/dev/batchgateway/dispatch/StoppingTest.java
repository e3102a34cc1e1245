package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.FakeHubSpot.Fault;
import dev.batchgateway.testing.FakeInputs;
import dev.batchgateway.testing.FakeInputs.Kind;
import dev.batchgateway.testing.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch that is told to stop, in every state it can be in: no new call, calls under way heard out, the rest unsent. */
class StoppingTest {
    private final Dispatching nest = new Dispatching(1);

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"DEADLINE", "CALLER_LEFT", "SHUTDOWN"})
    void callsUnderWayAreHeardOutAndTheRestIsUnsent(Reason reason) {
        Dispatching.Running running = nest.start(Operation.OBJECT_CREATE, Batches.creates(250));
        running.run.stop(reason);
        nest.loop.run();
        assertFalse(running.isOver());

        BatchResult result = nest.finish(running);

        assertEquals(100, result.outcomes().succeeded());
        assertEquals(150, result.outcomes().unsent());
        assertEquals("unsent " + reason, Dispatching.word(Recorded.of(result).get(249)));
        assertEquals(1, result.calls());
    }

    /** A caller who comes back takes back that he has left, and nothing else. */
    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"DEADLINE", "NO_ROOM", "SHUTDOWN"})
    void whatStopsItAfterItsCallerHasLeftStopsItForGood(Reason reason) {
        Dispatching.Running running = nest.start(Operation.OBJECT_CREATE, Batches.creates(250));
        running.run.stop(Reason.CALLER_LEFT);
        running.run.stop(reason);
        nest.loop.run();

        assertFalse(running.run.goOnAfter(Reason.CALLER_LEFT));
        BatchResult result = nest.finish(running);

        assertEquals("unsent " + reason, Dispatching.word(Recorded.of(result).get(249)));
        assertEquals(1, result.calls());
    }

    @Test
    void aRefusalOfTheWholeBatchAfterItsCallerHasLeftStopsItForGood() {
        nest.hubSpot.answers().refuses(names -> new Reply.Refused(401, null, "", -1));
        Dispatching.Running running = nest.start(Operation.OBJECT_CREATE, Batches.creates(250));
        running.run.stop(Reason.CALLER_LEFT);

        BatchResult result = nest.finish(running);

        assertEquals(
                "unsent CREDENTIALS_REFUSED",
                Dispatching.word(Recorded.of(result).get(249)));
    }

    @Test
    void stoppedBeforeItHasBegunItSendsNothing() {
        BatchRun run = nest.dispatcher()
                .run(Dispatching.request(Operation.OBJECT_CREATE, Batches.creates(3), false), nest.loop);
        run.stop(Reason.SHUTDOWN);
        nest.loop.run();
        List<BatchResult> results = new ArrayList<>();

        run.result().subscribe().with(results::add);
        nest.loop.run();

        assertEquals(3, results.get(0).outcomes().unsent());
        assertEquals(0, results.get(0).calls());
    }

    @Test
    void stoppedWhileItWaitsForAPermitItEndsAtOnceAndGivesThePermitBack() {
        nest.permits(1);
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(1));
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(1));
        assertFalse(running.isOver());

        running.run.stop(Reason.DEADLINE);
        nest.loop.run();

        assertTrue(running.isOver());
        assertEquals(1, running.result().outcomes().unsent());
        // The permit that comes for it later is nobody's, and the next batch has it.
        assertEquals(
                1,
                nest.run(Operation.OBJECT_UPSERT, Batches.keyed(1)).outcomes().succeeded());
    }

    /** A timer would keep its inputs in memory for an hour. */
    @Test
    void stoppedWhileItBacksOffItLeavesNothingPlanned() {
        nest.hubSpot.answers().refuses(names -> new Reply.Refused(503, null, "", 3_600));
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(100));
        nest.pass(Duration.ofSeconds(30));
        assertFalse(running.isOver());
        assertFalse(nest.timer.isEmpty());

        running.run.stop(Reason.DEADLINE);
        nest.loop.run();

        assertTrue(running.isOver());
        assertTrue(nest.timer.isEmpty(), () -> nest.timer.size() + " left");
    }

    @Test
    void stoppedWhileItBacksOffInDoubtItIsUnconfirmed() {
        nest.hubSpot.faults(call -> Fault.CUT_AFTER_WRITING);
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(3));
        nest.pass(Duration.ofMillis(400));

        running.run.stop(Reason.DEADLINE);
        nest.loop.run();

        assertEquals(3, running.result().outcomes().unconfirmed());
    }

    @Test
    void aReadThatWasAskedWithoutAnAnswerIsNotUnsent() {
        nest.hubSpot.faults(call -> Fault.CUT_AFTER_WRITING);
        Dispatching.Running running = nest.start(Operation.OBJECT_READ, Batches.keyed(3));
        nest.pass(Duration.ofMillis(400));

        running.run.stop(Reason.DEADLINE);
        nest.loop.run();

        assertEquals(3, running.result().outcomes().unconfirmed());
    }

    @Test
    void stoppedWhileHubSpotIsOutOfReachItSaysSo() {
        nest.hubSpot.faults(call -> Fault.NOT_REACHED);
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(3));
        nest.pass(Duration.ofMillis(400));

        running.run.stop(Reason.DEADLINE);
        nest.loop.run();

        assertEquals(
                new Outcome.Unsent(Reason.UPSTREAM_UNREACHABLE, null),
                Recorded.of(running.result()).get(0));
    }

    @Test
    void stoppedWhileItBacksOffFromALockItIsUnsent() {
        nest.hubSpot.faults(call -> Fault.LOCKED);
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(3));
        nest.pass(Duration.ofMillis(400));

        running.run.stop(Reason.DEADLINE);
        nest.loop.run();

        assertEquals(3, running.result().outcomes().unsent());
    }

    @Test
    void stoppedDuringIsolationItSettlesBothHalves() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.refused(409, "CONFLICT", "Contact already exists"));
        Dispatching.Running running = nest.start(Operation.OBJECT_CREATE, Batches.creates(100));
        nest.pass(Duration.ofMillis(360));
        assertEquals(2, nest.hubSpot.received().size());

        running.run.stop(Reason.DEADLINE);
        BatchResult result = nest.finish(running);

        assertEquals(100, result.outcomes().unsent());
        assertEquals(2, result.calls());
    }

    @Test
    void stoppedWithEqualKeysInLineItSettlesThemAll() {
        List<String> inputs = List.of(
                FakeInputs.keyed("k", "sku", 0, Kind.GOOD),
                FakeInputs.keyed("k", "sku", 1, Kind.GOOD),
                FakeInputs.keyed("k", "sku", 2, Kind.GOOD));
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, inputs);

        running.run.stop(Reason.CALLER_LEFT);

        assertEquals(
                List.of("succeeded", "unsent CALLER_LEFT", "unsent CALLER_LEFT"),
                Dispatching.words(nest.finish(running)));
    }

    @Test
    void aSecondStopChangesNothing() {
        Dispatching.Running running = nest.start(Operation.OBJECT_CREATE, Batches.creates(250));
        running.run.stop(Reason.DEADLINE);
        running.run.stop(Reason.SHUTDOWN);

        BatchResult result = nest.finish(running);
        running.run.stop(Reason.CALLER_LEFT);
        nest.loop.run();

        assertEquals("unsent DEADLINE", Dispatching.word(Recorded.of(result).get(249)));
    }

    /** The caller is not told "your first input is bad" as if that were why the rest was not sent. */
    @Test
    void whatWasRefusedBeforeTheDeadlineIsNotTheAnswerToEverything() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.refused(409, "CONFLICT", "Contact already exists"));
        Dispatching.Running running = nest.start(Operation.OBJECT_CREATE, Batches.creates(1_000));
        nest.pass(Duration.ofSeconds(2));

        running.run.stop(Reason.DEADLINE);

        assertNull(nest.finish(running).common());
    }
}
