package dev.batchgateway.edge;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.answer.LineAnswer;
import dev.batchgateway.answer.PulledPieces;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inflow;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.InputSource;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.resume.Asked;
import dev.batchgateway.resume.Ended;
import dev.batchgateway.resume.Fingerprint;
import dev.batchgateway.resume.Records;
import dev.batchgateway.resume.Resend;
import dev.batchgateway.resume.Running;
import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.spool.Spool;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch, from the request's head to the answer: checked, read, dispatched, rendered. JSON and NDJSON come in and go
 * out in all four ways; what is answered in JSON is read as a whole first, what is answered in lines runs while it is
 * read.
 */
public final class BatchEndpoint {
    private final Dispatcher dispatcher;
    private final EdgeConfig config;
    private final BatchAnswer answers;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Timer timer;
    private final Runs runs;
    private final Room room;
    private final Spool spool;
    private final Records records;

    /**
     * @param runs bounds their number
     * @param room bounds what they hold in memory
     * @param spool takes what does not fit there
     * @param records keeps outcomes for callers who leave and come back
     * @param clock for the times in an answer
     * @param nanoClock for durations
     * @param timer for deadlines
     */
    public BatchEndpoint(
            Dispatcher dispatcher,
            Runs runs,
            Room room,
            Spool spool,
            Records records,
            EdgeConfig config,
            EdgeErrors errors,
            Clock clock,
            LongSupplier nanoClock,
            Timer timer) {
        this.dispatcher = dispatcher;
        this.runs = runs;
        this.room = room;
        this.spool = spool;
        this.records = records;
        this.config = config;
        this.answers = new BatchAnswer(errors);
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.timer = timer;
    }

    /** What is known of a batch when its head was read. */
    private record Head(
            Target target,
            Envelope lineEnvelope,
            Caller caller,
            Preferences preferences,
            Resend resend,
            Share share,
            HeldBody body,
            BatchLine line,
            String form,
            Context loop,
            Runnable leave,
            Instant requestedAt,
            long startedNanos) {
        InputReader reader(Envelope envelope) {
            return new InputReader(target.operation(), envelope);
        }

        /** Who may have the outcomes: with the gateway's own token all callers have the same one. */
        String credentials() {
            return caller.authorization() + '\0' + caller.identity();
        }

        void onLoop(Runnable task) {
            loop.runOnContext(v -> task.run());
        }
    }

    /**
     * Serves {@code caller}'s batch for {@code target}; fails with a {@link Refusal} when it cannot be used. {@code line} is
     * told of its run and its answer, and by whoever calls this of a refusal and of a caller who leaves.
     */
    Uni<Response> serve(RoutingContext routing, Target target, Caller caller, BatchLine line) {
        HttpServerRequest request = routing.request();
        boolean comesInLines = MediaTypes.isLines(request.getHeader("Content-Type"));
        boolean goesInLines = MediaTypes.wantsLines(request.headers().getAll("Accept"));
        boolean isStream = comesInLines && goesInLines;
        refuseCompressed(request);
        long length = isStream ? -1 : lengthOf(request);
        Preferences preferences = Preferences.of(request.headers().getAll("Prefer"));
        LineEnvelope lines =
                comesInLines ? LineEnvelope.of(target) : new LineEnvelope(target, Envelope.none(target.operation()));
        Resend resend = Resends.of(request);
        if (goesInLines) {
            Resends.refuseStream(resend, target.operation());
        } else if (!records.isOn()) {
            Resends.refuseKey(resend);
        }
        runs.enter(caller.identity());
        AtomicBoolean hasLeft = new AtomicBoolean();
        Runnable leave = () -> {
            if (hasLeft.compareAndSet(false, true)) {
                runs.leave(caller.identity());
            }
        };
        Share share = room.share(caller.identity());
        // Whatever becomes of the answer: when the request is over, nothing of it is held any more, but by a run.
        HeldBody held = new HeldBody(share::close);
        Runnable requestUse = held.use();
        routing.addEndHandler(over -> requestUse.run());
        long counted = isStream ? InputWindow.LEAST_BYTES : BodyReader.cost(Math.max(0, length));
        if (!share.take(counted)) {
            share.close();
            leave.run();
            throw Refusals.noRoom(share);
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        Head head = new Head(
                lines.target(),
                lines.envelope(),
                caller,
                preferences,
                resend,
                share,
                held,
                line,
                (comesInLines ? "lines/" : "json/") + (goesInLines ? "lines" : "json"),
                Objects.requireNonNull(Vertx.currentContext(), "A request is served on an event loop"),
                leave,
                clock.instant(),
                nanoClock.getAsLong());
        if (isStream) {
            return Uni.createFrom()
                    .item(() -> stream(request, head))
                    .onFailure()
                    .invoke(leave);
        }
        BodyReader.Parser parser = comesInLines
                ? new LinesBody(head.lineEnvelope, config.maxInputs(), config.maxLine())
                : new JsonBody(target.operation(), length, config.maxInputs());
        Fingerprint print = goesInLines || !records.isOn() ? null : new Fingerprint(head.credentials(), request.uri());
        BodyReader.Parser reader = print == null ? parser : new FingerprintedBody(parser, print);
        BodyIdle idle = new BodyIdle(config.idle(), nanoClock, timer, task -> head.loop.runOnContext(v -> task.run()));
        return new BodyReader(request, config, reader, share, counted, idle)
                .read()
                .chain(body -> goesInLines
                        ? Uni.createFrom().item(() -> stream(request, head, body))
                        : collect(routing, head, body, print == null ? "" : print.end()))
                .onTermination()
                .invoke((answer, failure, wasCancelled) -> {
                    if (!goesInLines || failure != null || wasCancelled) {
                        leave.run();
                    }
                });
    }

    /**
     * The batch has a life of its own: a caller who leaves cancels this, which is only told to the batch's record. What is
     * under way at HubSpot is heard out.
     */
    private Uni<Response> collect(RoutingContext routing, Head head, BodyReader.Body body, String print) {
        Inputs inputs = body.inputs();
        InputReader reader = head.reader(body.envelope());
        // The same event loop, without what the request has left in its own context.
        Context home = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(head.loop), "Of a context");
        Asked asked = new Asked(
                head.target.operation(),
                head.credentials(),
                print,
                head.form
                        + (head.preferences.strict() ? " strict" : "")
                        + (head.preferences.minimal() ? " minimal" : ""),
                body.envelope(),
                inputs,
                () -> new AnswerStore(
                        head.target.operation(),
                        inputs.size(),
                        !head.preferences.minimal(),
                        room.share(head.caller.identity()),
                        spool.open(home)),
                (source, store, thread) -> start(head, body.envelope(), source, store, thread),
                head::onLoop,
                task -> home.runOnContext(v -> task.run()),
                head.requestedAt,
                head.startedNanos);
        return records.serve(head.resend, asked)
                .map(ended -> answer(ended, routing, head, position -> reader.read(position, inputs.get(position))));
    }

    private Running start(Head head, Envelope envelope, InputSource inputs, AnswerStore store, Executor thread) {
        BatchRequest batch =
                new BatchRequest(head.target, envelope, inputs, store, head.caller, head.preferences.strict());
        if (store.isEmpty()) {
            refuseWhatTakesTooLong(batch);
        }
        BatchRun run = dispatcher.run(batch, head.line.span(), thread);
        Runnable use = head.body.use();
        BatchLine line = head.line;
        line.runs();
        Consumer<Reason> stop = reason -> {
            line.stopped(reason);
            run.stop(reason);
        };
        Timer.Scheduled end = timer.after(longest(head).toNanos(), () -> stop.accept(Reason.DEADLINE));
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
                        .invoke(result -> line.ran(ran(head, result)))
                        .onFailure()
                        .invoke(line::broke));
    }

    private Response answer(Ended ended, RoutingContext routing, Head head, IntFunction<Input> inputAt) {
        if (ended instanceof Ended.Denied denied) {
            throw Resends.refusal(denied.why(), head.resend);
        }
        Ended.Settled settled = (Ended.Settled) ended;
        routing.addEndHandler(over -> {
            if (over.failed()) {
                settled.over(false);
            }
        });
        try {
            Response whole = answers.of(settled, inputAt, head.preferences);
            head.line.answered(new BatchLine.Ran(settled.result(), head.form, settled.totalNanos()), whole);
            return whole;
        } catch (RuntimeException bug) {
            settled.over(false);
            throw bug;
        }
    }

    private BatchLine.Ran ran(Head head, BatchResult result) {
        return new BatchLine.Ran(result, head.form, nanoClock.getAsLong() - head.startedNanos);
    }

    private Duration longest(Head head) {
        Duration wait = head.preferences.longest();
        return wait == null || wait.compareTo(config.deadline()) > 0 ? config.deadline() : wait;
    }

    private Response stream(HttpServerRequest request, Head head) {
        Inflow inflow = new Inflow();
        InputWindow window = new InputWindow(head.share, config.streamBytes());
        Feed feed = new RequestFeed(
                request, inflow, window, config.maxLine(), task -> head.loop.runOnContext(v -> task.run()));
        return stream(request, head, head.lineEnvelope, inflow, feed);
    }

    private Response stream(HttpServerRequest request, Head head, BodyReader.Body body) {
        Inflow inflow = new Inflow();
        InputWindow window = new InputWindow(head.share, config.streamBytes());
        Feed feed = new BodyFeed(body.inputs(), inflow, window);
        return stream(request, head, body.envelope(), inflow, feed);
    }

    private Response stream(HttpServerRequest request, Head head, Envelope envelope, Inflow inflow, Feed feed) {
        LineAnswer answer = new LineAnswer(
                !head.preferences.minimal(),
                StreamedBatch.MOST_LINES,
                head.share,
                spool.open(head.loop),
                task -> head.loop.runOnContext(v -> task.run()));
        StreamedBatch stream = new StreamedBatch(
                request,
                answer,
                feed,
                config.stall(),
                clock,
                nanoClock,
                timer,
                task -> head.loop.runOnContext(v -> task.run()));
        BatchRun run = dispatcher.run(
                new BatchRequest(head.target, envelope, inflow, stream, head.caller, head.preferences.strict()),
                head.line.span(),
                task -> head.loop.runOnContext(v -> task.run()));
        Consumer<Reason> stop = stream::leave;
        Duration wait = head.preferences.longest();
        Timer.Scheduled end =
                wait == null ? () -> {} : timer.after(wait.toNanos(), () -> stream.leave(Reason.DEADLINE));
        runs.started(stop);
        stream.start(run, new StreamedBatch.End() {
            @Override
            public void ended(BatchResult result, @Nullable Reason stopped) {
                over();
                head.line.streamed(ran(head, result), stopped);
            }

            @Override
            public void broken(Throwable bug) {
                over();
                head.line.cut(bug);
            }

            private void over() {
                end.cancel();
                runs.ended(stop);
                head.leave.run();
            }
        });
        Response.ResponseBuilder response = Response.ok(
                        Streamed.lines(Multi.createFrom().publisher(new PulledPieces(answer))))
                .type(MediaTypes.NDJSON);
        if (!head.preferences.applied().isEmpty()) {
            response.header("Preference-Applied", head.preferences.applied());
        }
        return response.build();
    }

    /** A batch that cannot be done in time even if all goes well is refused while nothing of it was sent. */
    private void refuseWhatTakesTooLong(BatchRequest batch) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(dispatcher.leastNanos(batch));
        if (seconds > config.deadline().toSeconds()) {
            throw Refusals.takesTooLong(seconds, config.deadline().toSeconds());
        }
    }

    /** The body's length, -1 when it is not known; refuses one that is too long. */
    private long lengthOf(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        long bytes = length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
        if (bytes > config.maxBody()) {
            throw Refusals.tooLarge(config.maxBody());
        }
        long most = Math.min(room.mostBytes(), room.mostPerCaller());
        if (BodyReader.cost(bytes) > most) {
            throw Refusals.neverFits(most);
        }
        return bytes;
    }

    private static void refuseCompressed(HttpServerRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new Refusal(415, "VALIDATION_ERROR", "The body must not be compressed")
                    .withHeader("Accept-Encoding", "identity");
        }
    }
}
