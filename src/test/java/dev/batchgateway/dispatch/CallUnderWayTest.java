package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Target;
import dev.batchgateway.json.Slice;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualLoop;
import dev.batchgateway.testing.ManualTimer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with a call, what it took up is given back, and the batch ends. */
class CallUnderWayTest {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long SMALL_ROOM = 10;

    private final Dispatching nest = new Dispatching(7);
    private final ManualClock clock = nest.clock;
    private final ManualTimer timer = nest.timer;
    private final ManualLoop loop = nest.loop;
    private final CallRoom room = new CallRoom(SMALL_ROOM, timer);
    private final List<String> ends = new ArrayList<>();
    private Watch watch = Watch.NONE;
    private BatchSpan span = (inputs, number) -> AttemptSpan.NONE;
    private CallSender sender = nest.hubSpot;

    @Test
    void aSenderThatAnswersNothingLeavesTheCallUnconfirmed() {
        sender = call -> Uni.createFrom().nullItem();

        Accounts accounts = run();

        assertEquals(List.of("1 unconfirmed"), ends);
        assertGivenBack(accounts);
    }

    @Test
    void aSenderThatThrowsLeavesTheCallUnconfirmed() {
        sender = call -> {
            throw new IllegalStateException("a bug");
        };

        Accounts accounts = run();

        assertEquals(List.of("1 unconfirmed"), ends);
        assertGivenBack(accounts);
    }

    @Test
    void aSpanThatCannotBeginLeavesTheCallUnconfirmed() {
        span = (inputs, number) -> {
            throw new IllegalStateException("a bug");
        };

        Accounts accounts = run();

        assertEquals(List.of("1 unconfirmed"), ends);
        assertEquals(0, nest.hubSpot.received().size());
        assertGivenBack(accounts);
    }

    @Test
    void aBugOfWhoWaitsForRoomFailsTheBatch() {
        sender = call -> {
            assertFalse(room.place().tryEnter(SMALL_ROOM, () -> {
                throw new IllegalStateException("a bug");
            }));
            return nest.hubSpot.send(call);
        };

        Accounts accounts = run();

        assertEquals(List.of("a bug"), ends);
        assertGivenBack(accounts);
    }

    @Test
    void aBugOfTheWatchFailsTheBatch() {
        watch = new DeadWatch();

        Accounts accounts = run();

        assertEquals(List.of("a bug"), ends);
        assertGivenBack(accounts);
    }

    /** Whatever it is made of may throw, and then nobody would give back what it had taken. */
    @Test
    void aCallThatIsOnlyMadeTakesUpNothing() {
        Group group = new Group(false);
        CallUnderWay call = made(group);

        assertEquals(0, room.bytes());
        assertTrue(group.mayGo(), "another call may go");

        assertTrue(call.enter(() -> {}));
        assertTrue(room.bytes() > 0);
        assertFalse(group.mayGo(), "it waits for the first one");
    }

    @Test
    void aCallForWhichThereIsNoRoomTakesUpNothing() {
        assertTrue(room.place().tryEnter(SMALL_ROOM, () -> {}));
        Group group = new Group(false);
        List<String> told = new ArrayList<>();

        assertFalse(made(group).enter(() -> told.add("room")));

        assertEquals(SMALL_ROOM, room.bytes());
        assertTrue(group.mayGo(), "another call may go");
        room.leave(SMALL_ROOM);
        assertEquals(List.of("room"), told);
    }

    private CallUnderWay made(Group group) {
        List<Permit> permits = new ArrayList<>();
        Lane lane = new Lanes(new InFlightGate(1), clock, timer).lane(Lanes.objects(1, Duration.ofSeconds(10), 1));
        Lanes.ask(lane, permits::add);
        Chunk chunk = new Chunk(List.of(new InputReader(Operation.OBJECT_CREATE, Envelope.none(Operation.OBJECT_CREATE))
                .read(0, Slice.of(Batches.creates(1).get(0)))));
        BatchRequest request = Dispatching.request(Operation.OBJECT_CREATE, Batches.creates(1), false);
        return new CallUnderWay(
                request, Leg.fresh(chunk), group, permits.get(0), room, new ReplySize(Operation.OBJECT_CREATE, 100));
    }

    private static final class DeadWatch implements Watch {
        @Override
        public void waited(boolean associations, long nanos) {}

        @Override
        public void called(boolean associations, ReplyKind kind, int status, long nanos) {
            throw new IllegalStateException("a bug");
        }

        @Override
        public void backsOff(ReplyKind kind, long nanos) {}

        @Override
        public void sendsAgain(ReplyKind before) {}

        @Override
        public void isolates(Operation operation, int calls) {}

        @Override
        public void ended(Target target, Outcomes outcomes) {}
    }

    private Accounts run() {
        LaneConfig lane = new LaneConfig(100, 100, Duration.ofSeconds(10), 1, 0, true);
        Accounts accounts = new Accounts(new AccountsConfig(lane, lane, 1, 0, 1), null, clock, timer, watch);
        Dispatcher dispatcher = new Dispatcher(
                accounts,
                new Parts(
                        sender,
                        Dispatching.table(5, new Backoff(PAUSE, PAUSE, () -> 0)),
                        new DispatchConfig(8_000_000, 1_000, 0, 0),
                        clock,
                        timer,
                        Watch.NONE,
                        room));
        BatchRequest request = Dispatching.request(Operation.OBJECT_CREATE, Batches.creates(1), false);
        dispatcher
                .run(request, span, loop)
                .result()
                .subscribe()
                .with(
                        result -> ends.add(result.outcomes().unconfirmed() + " unconfirmed"),
                        bug -> ends.add(String.valueOf(bug.getMessage())));
        loop.run();
        nest.drain();
        return accounts;
    }

    private void assertGivenBack(Accounts accounts) {
        LaneState lane = accounts.of(Dispatching.TOKEN, null).objects().state();
        assertEquals(0, lane.underWay(), "calls under way on the lane");
        assertEquals(0, accounts.underWay(), "calls under way in all");
        assertEquals(0, room.bytes(), "bytes under way");
    }
}
