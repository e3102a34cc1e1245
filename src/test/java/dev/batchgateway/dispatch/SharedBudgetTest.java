package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.limit.QuotaNews;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.FakeHubSpot;
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
        // Within 5 % of what one gateway takes for them, 50.7 s.
        assertWithin(Duration.ofSeconds(53), started);
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
        SharedBudget dead = store.member("dead").of("some", "lane");
        Dispatcher gateway = nest.gateway(
                (portal, lane) -> lane.endsWith("objects") ? store.member("a").of("some", "lane") : dead);
        Report takesAll = new Report(
                0,
                90,
                0,
                0,
                List.of(),
                true,
                new SharedRate(100, Duration.ofSeconds(10).toNanos(), true, 0, 0, 0, 0),
                new Report.Shutting(false, 0, QuotaNews.NEVER),
                new Report.Use(0, QuotaNews.NEVER, QuotaNews.NEVER),
                QuotaNews.NONE,
                0);
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

    /** The others have not used this lane, but may; they are there, as other lanes show. */
    @Test
    void whenTheStoreIsLostALaneOnlyOneGatewayHasUsedGetsNoMoreThanItsPart() {
        nest.hubSpot.permits(190);
        SharedBudgets ofThree = new SharedBudgets() {
            @Override
            public SharedBudget of(String portal, String lane) {
                return store.member("a").of(portal, lane);
            }

            @Override
            public int members() {
                return 3;
            }
        };
        Dispatcher gateway = nest.gateway(ofThree);
        nest.finish(nest.start(gateway, Operation.OBJECT_UPSERT, Batches.keyed(100)));
        store.lose();
        nest.start(gateway, Operation.OBJECT_UPSERT, Batches.keyed(40_000));
        nest.pass(Duration.ofSeconds(20));
        int before = nest.hubSpot.received().size();

        nest.pass(Duration.ofSeconds(10));

        int calls = nest.hubSpot.received().size() - before;
        assertTrue(calls > 50 && calls <= 190 / 3, () -> calls + " calls in a window");
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

    /** Each opens with one call; who is answered first leaves the others their parts. */
    @Test
    void theFirstWindowIsPartedByTheGatewaysThatBeginTogether() {
        nest.hubSpot.permits(190);
        nest.permits(190);
        List<Integer> parts = new ArrayList<>();
        List<Dispatcher> gateways = List.of(
                nest.gateway(store.member("a")), nest.gateway(store.member("b")), nest.gateway(store.member("c")));
        int all = 0;
        for (Dispatcher gateway : gateways) {
            nest.start(gateway, Operation.OBJECT_UPSERT, Batches.keyed(34_000));
        }

        nest.pass(Duration.ofSeconds(4));

        for (Dispatcher gateway : gateways) {
            Lane lane = gateway.accounts().of(Dispatching.TOKEN, null).objects();
            int part = lane.state().permits() - lane.state().available();
            parts.add(part);
            all += part;
        }
        // Ten are kept for batches that have not had a turn.
        assertTrue(all >= 180, () -> "parted as " + parts);
        parts.forEach(part -> assertTrue(part >= 58 && part <= 64, () -> "parted as " + parts));
    }

    /** Nobody waits for who does not come. */
    @Test
    void aGatewayThatBeginsAloneHasTheWholeFirstWindowAtOnce() {
        nest.hubSpot.permits(190);
        nest.permits(190);
        Dispatcher idle = nest.gateway(store.member("idle"));
        nest.finish(nest.start(idle, Operation.OBJECT_UPSERT, Batches.keyed(100)));
        nest.pass(Duration.ofSeconds(61));
        Dispatcher gateway = nest.gateway(store.member("a"));

        nest.start(gateway, Operation.OBJECT_UPSERT, Batches.keyed(34_000));
        nest.pass(Duration.ofSeconds(1));

        assertEquals(191, nest.hubSpot.received().size());
    }

    /** A 429 shuts all of them, and they find out with one call whether it is over. */
    @Test
    void allGatewaysTogetherReopenWithOneCall() {
        nest.maxInFlight(40).hubSpot.permits(1_000);
        nest.hubSpot.latency(Duration.ofMillis(300), Duration.ofMillis(300));
        nest.hubSpot.faults(call -> call == 150 ? FakeHubSpot.Fault.THROTTLED : FakeHubSpot.Fault.NONE);
        startThree(60_000);
        while (refused() == 0) {
            assertTrue(nest.step());
        }
        // All calls under way then have ended, and the door is shut for a second more.
        nest.pass(Duration.ofMillis(700));

        long since = nest.clock.getAsLong();
        int most = 0;
        for (int i = 0; i < 400; i++) {
            nest.pass(Duration.ofMillis(10));
            long now = nest.clock.getAsLong();
            int underWay = (int) nest.hubSpot.received().stream()
                            .filter(call -> call.atNanos() > since)
                            .count()
                    - (int) nest.hubSpot.ended().stream()
                            .filter(call -> call.sentNanos() > since)
                            .count();
            boolean isOpen = nest.hubSpot.ended().stream()
                    .anyMatch(call -> call.sentNanos() > since && call.reply() instanceof Reply.Answered);
            if (isOpen) {
                break;
            }
            most = Math.max(most, underWay);
            assertTrue(now > since);
        }
        assertEquals(1, most, "calls at once before one was answered");
    }

    /** What one has learned in its last call must not be overridden by what another was told long ago. */
    @Test
    void aLimitToldLongAgoDoesNotOverrideANewerOne() {
        nest.hubSpot.permits(190);
        Dispatcher early = nest.gateway(store.member("early"));
        Dispatching.Running first = nest.start(early, Operation.OBJECT_UPSERT, Batches.keyed(500));
        nest.finish(first);
        nest.pass(Duration.ofSeconds(15));
        nest.hubSpot.permits(50);
        Dispatcher late = nest.gateway(store.member("late"));
        Dispatching.Running second = nest.start(late, Operation.OBJECT_UPSERT, Batches.keyed(20_000));
        nest.pass(Duration.ofSeconds(15));

        Dispatching.Running third = nest.start(early, Operation.OBJECT_UPSERT, Batches.keyed(500));
        nest.finish(second);
        nest.finish(third);

        assertEquals(0, nest.hubSpot.throttled());
    }

    @Test
    void theDailyLimitThatOneMeetsClosesTheOthers() {
        nest.hubSpot.permits(190);
        List<Dispatching.Running> running = startThree(40_000);
        nest.pass(Duration.ofSeconds(5));
        nest.hubSpot.answers().refuses(names -> FakeAnswers.daily());

        nest.pass(Duration.ofSeconds(20));

        running.forEach(one -> assertTrue(one.isOver()));
        assertTrue(refused() <= 190, () -> refused() + " calls met it, more than were under way");
        int met = refused();
        for (int i = 0; i < 20; i++) {
            BatchResult turnedAway = nest.finish(
                    nest.start(nest.gateway(store.member("d" + i)), Operation.OBJECT_UPSERT, Batches.keyed(5)));
            assertEquals(5, turnedAway.outcomes().unsent());
        }
        assertEquals(met, refused(), "a gateway that has just started asks the store, not HubSpot");
    }

    /** Batches come to all gateways all the time; an hour of a closed quota costs 60 calls, not 180. */
    @Test
    void oneProbeAMinutePassesOverAllGateways() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.daily());
        List<Dispatcher> gateways = List.of(
                nest.gateway(store.member("a")), nest.gateway(store.member("b")), nest.gateway(store.member("c")));
        for (int second = 0; second < 600; second++) {
            nest.start(gateways.get(second % 3), Operation.OBJECT_UPSERT, Batches.keyed(10));
            nest.pass(Duration.ofSeconds(1));
        }

        List<Long> calls =
                nest.hubSpot.ended().stream().map(Exchange::sentNanos).toList();
        assertTrue(calls.size() >= 9 && calls.size() <= 11, () -> calls.size() + " probes in ten minutes");
        for (int i = 1; i < calls.size(); i++) {
            assertTrue(calls.get(i) - calls.get(i - 1) >= Duration.ofSeconds(60).toNanos(), () -> "sent at " + calls);
        }

        nest.hubSpot.answers().refuses(names -> null);
        nest.pass(Duration.ofSeconds(61));
        assertEquals(
                10,
                nest.finish(nest.start(gateways.get(0), Operation.OBJECT_UPSERT, Batches.keyed(10)))
                        .outcomes()
                        .succeeded());
        nest.pass(Duration.ofSeconds(1));
        assertEquals(
                10,
                nest.finish(nest.start(gateways.get(1), Operation.OBJECT_UPSERT, Batches.keyed(10)))
                        .outcomes()
                        .succeeded(),
                "what one has found out the others know");
    }

    @Test
    void aGatewayGoesOnWithWhatItKnowsOfTheQuotaWhileTheStoreIsLost() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.daily());
        Dispatcher one = nest.gateway(store.member("a"));
        Dispatcher two = nest.gateway(store.member("b"));
        nest.finish(nest.start(one, Operation.OBJECT_UPSERT, Batches.keyed(10)));
        nest.finish(nest.start(two, Operation.OBJECT_UPSERT, Batches.keyed(10)));
        assertEquals(1, refused());

        store.lose();
        BatchResult turnedAway = nest.finish(nest.start(two, Operation.OBJECT_UPSERT, Batches.keyed(10)));
        assertEquals(10, turnedAway.outcomes().unsent());
        assertEquals(1, refused());

        nest.pass(Duration.ofSeconds(61));
        nest.finish(nest.start(two, Operation.OBJECT_UPSERT, Batches.keyed(10)));
        assertEquals(2, refused(), "its own probe");
    }

    /** A batch of one gateway and a batch of another are two. */
    @Test
    void theShareForFirstTurnsIsKeptWhenBatchesOfDifferentGatewaysUseTheLane() {
        nest.hubSpot.permits(100);
        nest.permits(100).keptShare(0.1);
        Dispatcher one = nest.gateway(store.member("a"));
        Dispatcher two = nest.gateway(store.member("b"));
        nest.finish(nest.start(two, Operation.OBJECT_UPSERT, Batches.keyed(100)));
        nest.start(one, Operation.OBJECT_UPSERT, Batches.keyed(60_000));
        nest.pass(Duration.ofSeconds(25));

        long started = nest.clock.getAsLong();
        nest.finish(nest.start(two, Operation.OBJECT_UPSERT, Batches.keyed(20)));

        assertWithin(Duration.ofSeconds(1), started);
    }

    /** A large upload, say: what its gateway has not used for a window is not kept for it. */
    @Test
    void aCallThatHangsKeepsNothingButItsOwnPermitFromTheOthers() {
        Lanes lanes = new Lanes(new InFlightGate(400), nest.clock, nest.timer);
        LaneConfig config = Lanes.objects(100, Duration.ofSeconds(10), 200);
        Lane lane = lanes.lane(config, new Portal(0), store.member("a").of("portal", "objects"));
        Lane other = lanes.lane(config, new Portal(0), store.member("b").of("portal", "objects"));
        Lanes.ask(lane, permit -> end(permit, new Reply.Answered(Answer.empty(204)), ReplyKind.ANSWERED));
        Lanes.ask(lane, hangs -> {});
        nest.pass(Duration.ofSeconds(25));
        Lanes.ask(other, permit -> end(permit, new Reply.Answered(Answer.empty(204)), ReplyKind.ANSWERED));
        nest.pass(Duration.ofSeconds(1));
        List<Permit> permits = new ArrayList<>();

        for (int call = 0; call < 200; call++) {
            Lanes.ask(other, permits::add);
        }
        nest.pass(Duration.ofSeconds(5));

        assertEquals(98, permits.size());
    }

    /** HubSpot does not tell the rate of associations: what one has found out by 429s holds for all. */
    @Test
    void aLoweredRateOfAssociationsIsEverybodys() {
        Lanes lanes = new Lanes(new InFlightGate(100), nest.clock, nest.timer);
        LaneConfig config = Lanes.associations(100, 120, 100);
        Lane lane = lanes.lane(config, new Portal(0), store.member("a").of("portal", "associations"));
        Lane other = lanes.lane(config, new Portal(0), store.member("b").of("portal", "associations"));
        Lanes.ask(other, permit -> end(permit, new Reply.Answered(Answer.empty(204)), ReplyKind.ANSWERED));
        nest.pass(Duration.ofSeconds(20));

        Lanes.ask(lane, permit -> end(permit, FakeAnswers.throttled(), ReplyKind.THROTTLED));
        nest.pass(Duration.ofSeconds(3));
        Lanes.ask(other, permit -> end(permit, new Reply.Answered(Answer.empty(204)), ReplyKind.ANSWERED));
        nest.pass(Duration.ofSeconds(2));

        assertEquals(90, lane.permits());
        assertEquals(90, other.permits());
        nest.pass(Duration.ofSeconds(58));
        Lanes.ask(other, permit -> end(permit, new Reply.Answered(Answer.empty(204)), ReplyKind.ANSWERED));
        nest.pass(Duration.ofSeconds(2));
        assertEquals(91, other.permits(), "a clean minute since the other's 429");
    }

    private void end(Permit permit, Reply reply, ReplyKind kind) {
        long now = nest.clock.getAsLong();
        permit.ended(new Exchange(reply, RateSignal.SILENT, now, now), kind);
    }

    private int refused() {
        return (int) nest.hubSpot.ended().stream()
                .filter(call -> call.reply() instanceof Reply.Refused refused && refused.status() == 429)
                .count();
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
