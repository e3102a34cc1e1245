package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gateways that spend one budget together, over a store in memory (issue 4, point 7). */
class SharedBudgetTest {
    private static final Duration FLOOR = Duration.ofSeconds(20);

    private final Dispatching nest = new Dispatching(1);
    private final FakeStore store = new FakeStore(nest.clock, nest.timer);

    @Test
    void oneGatewayIsAsFastAsWithoutTheStore() {
        nest.hubSpot.permits(190);
        Dispatcher gateway = nest.gateway(store.member("a"));
        long started = nest.clock.getAsLong();

        BatchResult result = nest.finish(nest.start(gateway, Operation.OBJECT_UPSERT, Batches.keyed(50_000)));

        assertEquals(50_000, result.outcomes().succeeded());
        assertEquals(0, nest.hubSpot.throttled());
        assertWithin(FLOOR.plusMillis(1_500), started);
        assertTrue(store.exchanges() < 500, () -> store.exchanges() + " exchanges for 500 calls");
    }

    @Test
    void threeGatewaysMakeNo429AndNoneIsStarved() {
        nest.hubSpot.permits(190);
        long started = nest.clock.getAsLong();
        List<Dispatching.Running> running = startThree(34_000);

        List<Duration> ends = ends(running, started);

        // 1,020 calls: 190 at once, and 190 after every ten seconds.
        assertEquals(0, nest.hubSpot.throttled());
        assertWithin(Duration.ofSeconds(52), started);
        assertTrue(ends.get(0).compareTo(Duration.ofSeconds(30)) > 0, () -> "ended after " + ends);
        running.forEach(one -> assertEquals(34_000, one.result().outcomes().succeeded()));
    }

    @Test
    void aHubSpotWithoutAnswersYetIsOpenedByOneCallOfEachGateway() {
        nest.hubSpot.permits(190);

        startThree(1_000);
        nest.pass(Duration.ofMillis(20));

        assertEquals(3, nest.hubSpot.received().size());
    }

    @Test
    void nothingIsLeftOutWhenAllHasEnded() {
        nest.hubSpot.permits(190);
        long started = nest.clock.getAsLong();
        ends(startThree(5_000), started);

        nest.pass(Duration.ofSeconds(13));

        assertEquals(0, store.out());
        int exchanges = store.exchanges();
        nest.pass(Duration.ofMinutes(10));
        assertEquals(exchanges, store.exchanges(), "a gateway that holds nothing is silent");
    }

    /** Whoever held permits is heard of no more: the others get the whole budget when its lease has ended. */
    @Test
    void thePermitsOfAGatewayThatIsKilledComeBack() {
        nest.hubSpot.permits(100);
        SharedBudget dead = store.member("dead").of("some");
        Dispatcher gateway = nest.gateway(
                lane -> lane.endsWith("objects") ? store.member("a").of("some") : dead);
        Report takesAll = new Report(
                0, 90, 0, 0, List.of(), true, 100, true, Duration.ofSeconds(10).toNanos(), 0);
        dead.exchange(takesAll).subscribe().with(reserved -> assertEquals(90, reserved.granted()));
        nest.pass(Duration.ofMillis(5));
        long started = nest.clock.getAsLong();

        nest.finish(nest.start(gateway, Operation.OBJECT_UPSERT, Batches.keyed(20_000)));

        // 10 calls, 10 more after 10 s, then the lease ends: 100 after 15 s, and the rest.
        assertWithin(Duration.ofSeconds(27), started);
        assertEquals(0, nest.hubSpot.throttled());
    }

    @Test
    void whenTheStoreIsLostEachGoesOnWithItsPartAndRejoinsByItself() {
        nest.hubSpot.permits(190);
        long started = nest.clock.getAsLong();
        List<Dispatching.Running> running = startThree(40_000);
        nest.pass(Duration.ofSeconds(12));
        int before = nest.hubSpot.received().size();

        store.lose();
        nest.pass(Duration.ofSeconds(20));

        int lost = nest.hubSpot.received().size() - before;
        assertTrue(lost >= 2 * 150 && lost <= 3 * 190, () -> lost + " calls while the store was lost");
        store.find();
        List<Duration> ends = ends(running, started);
        running.forEach(one -> assertEquals(40_000, one.result().outcomes().succeeded()));
        assertTrue(ends.get(2).compareTo(Duration.ofSeconds(80)) <= 0, () -> "ended after " + ends);
        assertTrue(nest.hubSpot.throttled() <= 12, () -> nest.hubSpot.throttled() + " 429s");
    }

    /** A store that has started again knows nothing of what was spent: each tells it, and takes only its part at first. */
    @Test
    void aStoreThatHasForgottenEverythingIsToldAgain() {
        nest.hubSpot.permits(190);
        long started = nest.clock.getAsLong();
        List<Dispatching.Running> running = startThree(30_000);
        nest.pass(Duration.ofSeconds(14));

        store.forget();

        ends(running, started);
        running.forEach(one -> assertEquals(30_000, one.result().outcomes().succeeded()));
        assertTrue(nest.hubSpot.throttled() <= 9, () -> nest.hubSpot.throttled() + " 429s");
    }

    @Test
    void aStoreThatIsNeverThereCostsNothingButThePart() {
        nest.hubSpot.permits(190);
        store.lose();
        Dispatcher gateway = nest.gateway(store.member("a"));
        long started = nest.clock.getAsLong();

        BatchResult result = nest.finish(nest.start(gateway, Operation.OBJECT_UPSERT, Batches.keyed(20_000)));

        assertEquals(20_000, result.outcomes().succeeded());
        assertEquals(0, nest.hubSpot.throttled());
        assertWithin(Duration.ofSeconds(12), started);
    }

    /** The share that is kept is one of the part; else a part no larger would be kept whole for newcomers. */
    @Test
    void aLargeBatchGoesOnBesideNewcomersWhileTheStoreIsLost() {
        nest.keptShare(0.34).hubSpot.permits(100);
        List<Dispatching.Running> running = startThree(2_000);
        nest.pass(Duration.ofSeconds(30));
        running.forEach(nest::finish);
        store.lose();
        Dispatcher gateway = nest.gateway(store.member("d"));
        Dispatching.Running large = nest.start(gateway, Operation.OBJECT_UPSERT, Batches.keyed(20_000));
        for (int i = 0; i < 60; i++) {
            nest.start(gateway, Operation.OBJECT_CREATE, Batches.creates(1));
            nest.pass(Duration.ofSeconds(5));
        }

        assertTrue(large.isOver());
    }

    @Test
    void a429OfOneShutsTheOthers() {
        nest.hubSpot.permits(190);
        List<Dispatching.Running> running = startThree(40_000);
        nest.pass(Duration.ofSeconds(5));
        for (int i = 0; i < 190; i++) {
            nest.hubSpot.stranger();
        }

        running.forEach(nest::finish);

        assertTrue(nest.hubSpot.throttled() < 60, () -> nest.hubSpot.throttled() + " 429s");
    }

    private List<Dispatching.Running> startThree(int inputs) {
        List<Dispatching.Running> running = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            running.add(nest.start(nest.gateway(store.member(name)), Operation.OBJECT_UPSERT, Batches.keyed(inputs)));
        }
        return running;
    }

    /** When each ended, in the order of ending. */
    private List<Duration> ends(List<Dispatching.Running> running, long started) {
        List<Dispatching.Running> open = new ArrayList<>(running);
        List<Duration> ends = new ArrayList<>();
        while (!open.isEmpty()) {
            assertTrue(nest.step(), "nothing is planned, and a batch has not ended");
            open.removeIf(one -> {
                if (one.isOver()) {
                    ends.add(Duration.ofNanos(nest.clock.getAsLong() - started));
                }
                return one.isOver();
            });
        }
        return ends;
    }

    private void assertWithin(Duration allowed, long started) {
        Duration took = Duration.ofNanos(nest.clock.getAsLong() - started);
        assertTrue(took.compareTo(allowed) <= 0, () -> took + ", allowed are " + allowed);
    }
}
