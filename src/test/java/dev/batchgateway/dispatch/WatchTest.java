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
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every pause before inputs are sent again is told. */
class WatchTest {
    private static final Duration LOCK = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(8);

    private final Dispatching nest = new Dispatching(3);
    private final List<String> told = new ArrayList<>();
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

    private void failOnce(Reply.Refused refusal) {
        List<Reply.Refused> left = new ArrayList<>(List.of(refusal));
        nest.hubSpot.answers().refuses(names -> left.isEmpty() ? null : left.remove(0));
    }

    private void run(Operation operation, int inputs) {
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
        nest.finish(nest.start(
                watched, operation, operation.isRepeatable() ? Batches.keyed(inputs) : Batches.creates(inputs)));
    }
}
