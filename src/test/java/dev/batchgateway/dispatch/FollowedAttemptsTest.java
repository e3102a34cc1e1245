package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.Decision;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.FakeHubSpot.Fault;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who follows a batch is told of each attempt, how it ended and what follows, and each call carries its traceparent. */
class FollowedAttemptsTest {
    private static final Duration PAUSE = Duration.ofSeconds(8);

    private final Dispatching nest = new Dispatching(5);
    private final List<String> told = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();

    @Test
    void everyAttemptIsToldWithItsEnd() {
        nest.hubSpot.faults(call -> call == 0 ? Fault.NOT_REACHED : Fault.NONE);

        run(Operation.OBJECT_UPSERT, 60);

        assertEquals(
                List.of(
                        "1 begins: 60 inputs, attempt 1",
                        "1 ends: NOT_REACHED NotReached SendAgain",
                        "2 begins: 60 inputs, attempt 2",
                        "2 ends: ANSWERED Answered Match"),
                told);
        assertEquals(List.of("call-1", "call-2"), sent);
    }

    @Test
    void theEndOfABatchThatIsStoppedIsTold() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.html(401));

        run(Operation.OBJECT_CREATE, 1);

        assertEquals(List.of("1 begins: 1 inputs, attempt 1", "1 ends: UNAUTHORIZED Refused StopBatch"), told);
    }

    /** It may be asked once more, because it may have overtaken an answer; that is a decision as well. */
    @Test
    void aRefusalThatIsAskedAgainIsTold() {
        nest.finish(nest.start(nest.dispatcher(), Operation.OBJECT_UPSERT, Batches.keyed(1)));
        List<Reply.Refused> left = new ArrayList<>(List.of(FakeAnswers.html(403)));
        nest.hubSpot.answers().refuses(names -> left.isEmpty() ? null : left.remove(0));

        run(Operation.OBJECT_UPSERT, 1);

        assertEquals(
                List.of(
                        "1 begins: 1 inputs, attempt 1",
                        "1 ends: FORBIDDEN Refused SendAgain",
                        "2 begins: 1 inputs, attempt 2",
                        "2 ends: ANSWERED Answered Match"),
                told);
    }

    /** Whether a reply meets a bug, or comes when another one has: no span stays open. */
    @Test
    void everyAttemptOfABatchThatMeetsABugEnds() {
        nest.finish(nest.start(nest.dispatcher(), Operation.OBJECT_UPSERT, Batches.keyed(1)));
        nest.hubSpot.faults(call -> Fault.NOT_REACHED);
        Backoff broken = new Backoff(PAUSE, PAUSE, () -> {
            throw new IllegalStateException("a bug");
        });
        List<Throwable> bugs = new ArrayList<>();

        begin(broken, Operation.OBJECT_UPSERT, 200).subscribe().with(result -> {}, bugs::add);
        nest.loop.run();
        nest.drain();

        assertEquals(1, bugs.size(), bugs::toString);
        assertEquals(
                List.of(
                        "1 begins: 100 inputs, attempt 1",
                        "1 is abandoned",
                        "2 begins: 100 inputs, attempt 1",
                        "2 is abandoned"),
                told.stream().sorted().toList());
    }

    private void run(Operation operation, int inputs) {
        List<BatchResult> results = new ArrayList<>();
        begin(new Backoff(PAUSE, PAUSE, () -> 0), operation, inputs).subscribe().with(results::add);
        nest.loop.run();
        while (results.isEmpty()) {
            assertTrue(nest.step(), "The batch hangs");
        }
    }

    private Uni<BatchResult> begin(Backoff backoff, Operation operation, int inputs) {
        CallSender sender = call -> {
            sent.add(String.valueOf(call.traceparent()));
            return nest.hubSpot.send(call);
        };
        Dispatcher dispatcher = new Dispatcher(
                nest.dispatcher().accounts(),
                new Parts(
                        sender,
                        Dispatching.table(5, backoff),
                        new DispatchConfig(8_000_000, 1_000, 0, 0),
                        nest.clock,
                        nest.timer,
                        Watch.NONE,
                        new CallRoom(Long.MAX_VALUE, nest.timer)));
        BatchRequest request = Dispatching.request(
                operation, operation.isRepeatable() ? Batches.keyed(inputs) : Batches.creates(inputs), false);
        return dispatcher.run(request, new Following(), nest.loop).result();
    }

    private final class Following implements BatchSpan {
        private int attempts;

        @Override
        public AttemptSpan attempt(int inputs, int number) {
            int attempt = ++attempts;
            told.add(attempt + " begins: " + inputs + " inputs, attempt " + number);
            return new AttemptSpan() {
                private boolean hasEnded;

                @Override
                public String traceparent() {
                    return "call-" + attempt;
                }

                @Override
                public void ended(ReplyKind kind, Reply reply, Decision decision) {
                    hasEnded = true;
                    told.add(attempt + " ends: " + kind + " "
                            + reply.getClass().getSimpleName() + " "
                            + decision.getClass().getSimpleName());
                }

                @Override
                public void abandoned() {
                    if (!hasEnded) {
                        hasEnded = true;
                        told.add(attempt + " is abandoned");
                    }
                }
            };
        }
    }
}
