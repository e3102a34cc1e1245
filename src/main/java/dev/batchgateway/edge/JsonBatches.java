package dev.batchgateway.edge;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.answer.AnsweredInputs;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.InputSource;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.resume.Asked;
import dev.batchgateway.resume.Ended;
import dev.batchgateway.resume.Records;
import dev.batchgateway.resume.Running;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Batches that are answered in JSON: read as a whole, run, kept for who sends them again, rendered at the end. */
final class JsonBatches {
    private final Dispatcher dispatcher;
    private final Runs runs;
    private final Room room;
    private final Spool spool;
    private final Records records;
    private final Duration deadline;
    private final BatchAnswer answers;
    private final LongSupplier nanoClock;
    private final Timer timer;

    /**
     * @param runs is told of each run
     * @param room counts the answers' bytes
     * @param spool takes what does not fit there
     * @param records keeps outcomes for callers who leave and come back
     * @param deadline longest time from a request's head to the end of its run
     * @param nanoClock for durations
     * @param timer for deadlines
     */
    JsonBatches(
            Dispatcher dispatcher,
            Runs runs,
            Room room,
            Spool spool,
            Records records,
            Duration deadline,
            BatchAnswer answers,
            LongSupplier nanoClock,
            Timer timer) {
        this.dispatcher = dispatcher;
        this.runs = runs;
        this.room = room;
        this.spool = spool;
        this.records = records;
        this.deadline = deadline;
        this.answers = answers;
        this.nanoClock = nanoClock;
        this.timer = timer;
    }

    /**
     * The batch has a life of its own: a caller who leaves cancels this, which is only told to the batch's record. What is
     * under way at HubSpot is heard out.
     */
    @CheckReturnValue
    Uni<Response> serve(RoutingContext routing, BatchHead head, BodyReader.Body body, String print) {
        Inputs inputs = body.inputs();
        if (!head.target().operation().asksOnce()) {
            inputs.giveBackTo(head.share()::give);
        }
        InputReader reader = head.reader(body.envelope());
        // The same event loop, without what the request has left in its own context.
        Context home = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(head.loop()), "Of a context");
        Asked asked = new Asked(
                head.target().operation(),
                head.credentials(),
                print,
                head.form()
                        + (head.preferences().strict() ? " strict" : "")
                        + (head.preferences().minimal() ? " minimal" : ""),
                body.envelope(),
                inputs,
                () -> new AnswerStore(
                        head.target().operation(),
                        inputs.size(),
                        !head.preferences().minimal(),
                        room.share(head.caller().identity()),
                        spool.open(home)),
                (source, store, thread) -> start(head, body.envelope(), source, store, thread),
                head::onLoop,
                task -> home.runOnContext(v -> task.run()),
                head.requestedAt(),
                head.startedNanos());
        return records.serve(head.resend(), asked)
                .map(ended -> answer(ended, routing, head, new AnsweredInputs(inputs, reader)));
    }

    private Running start(BatchHead head, Envelope envelope, InputSource inputs, AnswerStore store, Executor thread) {
        BatchRequest batch = new BatchRequest(
                head.target(),
                envelope,
                inputs,
                store,
                head.caller(),
                head.preferences().strict());
        if (store.isEmpty()) {
            refuseWhatTakesTooLong(batch);
        }
        BatchRun run = dispatcher.run(batch, head.line().span(), thread);
        Runnable use = head.body().use();
        BatchLine line = head.line();
        line.runs();
        Consumer<Reason> stop = reason -> {
            line.stopped(reason);
            run.stop(reason);
        };
        long left = left(head);
        Timer.Scheduled end = left > 0 ? timer.after(left, () -> stop.accept(Reason.DEADLINE)) : () -> {};
        if (left <= 0) {
            // Not by the timer: the first call might be a little faster.
            stop.accept(Reason.DEADLINE);
        }
        runs.started(stop);
        return new Running(
                run,
                stop,
                run.result()
                        .onTermination()
                        .invoke(() -> {
                            end.cancel();
                            runs.ended(stop);
                            use.run();
                        })
                        .onItem()
                        .invoke(result -> line.ran(head.ran(result, nanoClock.getAsLong())))
                        .onFailure()
                        .invoke(line::broke));
    }

    private Response answer(Ended ended, RoutingContext routing, BatchHead head, AnsweredInputs inputs) {
        if (ended instanceof Ended.Denied denied) {
            throw Resends.refusal(denied.why(), head.resend());
        }
        Ended.Settled settled = (Ended.Settled) ended;
        routing.addEndHandler(over -> {
            if (over.failed()) {
                settled.over(false);
            }
        });
        try {
            Response whole = answers.of(settled, inputs, head.preferences(), routing);
            head.line().answered(new BatchLine.Ran(settled.result(), head.form(), settled.totalNanos()), whole);
            return whole;
        } catch (RuntimeException bug) {
            settled.over(false);
            throw bug;
        }
    }

    /** The deadline counts from a request's head; what its caller is ready to wait, from when its body is there. */
    private long left(BatchHead head) {
        long left = deadline.toNanos() - (nanoClock.getAsLong() - head.startedNanos());
        Duration wait = head.preferences().longest();
        return wait == null ? left : Math.min(left, wait.toNanos());
    }

    /** A batch that cannot be done in time even if all goes well is refused while nothing of it was sent. */
    private void refuseWhatTakesTooLong(BatchRequest batch) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(dispatcher.leastNanos(batch));
        if (seconds > deadline.toSeconds()) {
            throw Refusals.takesTooLong(seconds, deadline.toSeconds());
        }
    }
}
