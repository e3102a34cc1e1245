package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.batch.Target;
import dev.batchgateway.json.Slice;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.DecisionTable;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.FakeHubSpot;
import dev.batchgateway.testing.FakeInputs;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every pause before inputs are sent again is told, and every call that sends some again, with its reason. */
class WatchTest {
    private static final Duration LOCK = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(8);

    private final Dispatching nest = new Dispatching(3);
    private final List<String> told = new ArrayList<>();
    private final List<ReplyKind> again = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();
    private CallSender sender = nest.hubSpot;

    @Test
    void aPauseAfterAServerErrorIsTold() {
        failOnce(FakeAnswers.html(502));

        run(Operation.OBJECT_UPSERT, 2);

        assertEquals(List.of("OVERLOADED 6000"), told);
    }

    @Test
    void aPauseBeforeHalvesAreSentIsToldOnce() {
        failOnce(FakeAnswers.html(504));

        run(Operation.OBJECT_UPSERT, 2);

        assertEquals(List.of("TOO_SLOW 6000"), told);
    }

    @Test
    void a429IsToldThoughOnlyTheLaneDecides() {
        failOnce(FakeAnswers.throttled());

        run(Operation.OBJECT_CREATE, 2);

        assertEquals(List.of("THROTTLED 0"), told);
    }

    @Test
    void whatIsNotSentAgainIsNotTold() {
        failOnce(FakeAnswers.html(502));

        run(Operation.OBJECT_CREATE, 2);

        assertEquals(List.of(), told);
    }

    @Test
    void aPauseAfterErrorsInsideAnAnswerIsToldOnce() {
        Slice locked = Slice.of("{\"status\":\"error\",\"category\":\"LOCKED\",\"message\":\"Locked\","
                + "\"context\":{\"ids\":[\"k0\",\"k1\"]}}");
        Answer answer = new Answer(207, List.of(), List.of(locked), "COMPLETE", null, null, null, Map.of());
        long now = nest.clock.getAsLong();
        List<Exchange> first =
                new ArrayList<>(List.of(new Exchange(new Reply.Answered(answer), RateSignal.SILENT, now, now)));
        sender = call ->
                first.isEmpty() ? nest.hubSpot.send(call) : Uni.createFrom().item(first.remove(0));

        run(Operation.OBJECT_READ, 2);

        assertEquals(List.of("LOCKED 6000"), told);
        assertEquals(List.of("OBJECT_READ 2 2"), accounts, "a batch is told of once, with all its inputs");
    }

    @Test
    void halvesAfterA413AreToldByIt() {
        nest.hubSpot.answers().tooLargeAbove(1);

        BatchResult result = run(Operation.OBJECT_UPSERT, 4);

        // 4; 2, 2; 1, 1, 1, 1.
        assertAgain(Map.of(ReplyKind.TOO_LARGE, 6), result);
        assertEquals(List.of(), told, "they pause for nothing");
    }

    @Test
    void partsOfASizeThatHubSpotNamesAreToldByIt() {
        nest.hubSpot.answers().mostInputs(2);

        assertAgain(Map.of(ReplyKind.TOO_MANY_INPUTS, 3), run(Operation.OBJECT_UPSERT, 5));
    }

    /** The first of the two goes at once with the others; the second waits for it, and then is one among those to come. */
    @Test
    void whatIsLeftWhenDuplicatesArePartedIsToldByThem() {
        nest.hubSpot.answers().ignoresCase();
        List<String> inputs = Stream.of("one", "ONE", "two")
                .map(name -> FakeInputs.keyed(name, "sku", 1, FakeInputs.Kind.GOOD))
                .toList();

        assertAgain(Map.of(ReplyKind.DUPLICATES, 1), run(Operation.OBJECT_UPSERT, inputs));
    }

    @Test
    void halvesOfAnArchiveThatFindsSomeGoneAreToldByIt() {
        nest.hubSpot.faults(call -> call == 0 ? FakeHubSpot.Fault.CUT_BEFORE_WRITING : FakeHubSpot.Fault.NONE);
        failOnce(FakeAnswers.refused(404, "OBJECT_NOT_FOUND", "Not there"));

        assertAgain(Map.of(ReplyKind.NO_ANSWER, 1, ReplyKind.NOT_FOUND, 2), run(Operation.OBJECT_ARCHIVE, 4));
    }

    /** Half of them; that was good, so that the fault is in the other half, of which the first is sent. */
    @Test
    void callsThatSingleOutAreToldByTheRefusal() {
        nest.hubSpot
                .answers()
                .refuses(names -> names.contains("k3") ? FakeAnswers.refused(409, "CONFLICT", "No") : null);

        assertAgain(Map.of(ReplyKind.CONFLICT, 3), run(Operation.OBJECT_UPSERT, 4));
    }

    @Test
    void whatIsSentAfterAPauseIsToldByItsReason() {
        failOnce(FakeAnswers.throttled());

        assertAgain(Map.of(ReplyKind.THROTTLED, 1), run(Operation.OBJECT_CREATE, 2));
    }

    /** All that the batch itself counts. */
    private void assertAgain(Map<ReplyKind, Integer> expected, BatchResult result) {
        Map<ReplyKind, Integer> counted = new EnumMap<>(ReplyKind.class);
        again.forEach(kind -> counted.merge(kind, 1, Integer::sum));
        assertEquals(expected, counted);
        assertEquals(result.retries(), again.size());
    }

    private void failOnce(Reply.Refused refusal) {
        List<Reply.Refused> left = new ArrayList<>(List.of(refusal));
        nest.hubSpot.answers().refuses(names -> left.isEmpty() ? null : left.remove(0));
    }

    private BatchResult run(Operation operation, int inputs) {
        return run(operation, operation.isRepeatable() ? Batches.keyed(inputs) : Batches.creates(inputs));
    }

    private BatchResult run(Operation operation, List<String> inputs) {
        Watch watch = new Watch() {
            @Override
            public void waited(boolean associations, long nanos) {}

            @Override
            public void called(boolean associations, ReplyKind kind, int status, long nanos) {}

            @Override
            public void backsOff(ReplyKind kind, long nanos) {
                told.add(kind + " " + Duration.ofNanos(nanos).toMillis());
            }

            @Override
            public void sendsAgain(ReplyKind before) {
                again.add(before);
            }

            @Override
            public void isolates(Operation operation, int calls) {}

            @Override
            public void ended(Target target, Outcomes outcomes) {
                accounts.add(target.operation() + " " + outcomes.inputs() + " " + outcomes.succeeded());
            }
        };
        Dispatcher watched = new Dispatcher(
                nest.dispatcher().accounts(),
                new Parts(
                        sender,
                        new DecisionTable(5, new Backoff(PAUSE, PAUSE, () -> 0), LOCK, Duration.ofSeconds(30)),
                        new DispatchConfig(8_000_000, 1_000, 0, 0),
                        nest.clock,
                        nest.timer,
                        watch,
                        new CallRoom(Long.MAX_VALUE, nest.timer)));
        return nest.finish(nest.start(watched, operation, inputs));
    }
}
