package dev.batchgateway.edge;

import dev.batchgateway.answer.LineAnswer;
import dev.batchgateway.answer.PulledPieces;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inflow;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.room.Shares;
import dev.batchgateway.spool.Spool;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Batches that are answered in lines, while they are read. */
final class LineBatches {
    private final Dispatcher dispatcher;
    private final Runs runs;
    private final Spool spool;
    private final EdgeConfig config;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Timer timer;

    /**
     * @param runs is told of each run
     * @param spool takes lines that do not fit in memory
     * @param clock for the times in an answer
     * @param nanoClock for durations
     * @param timer for stalls, and for how long a caller wants to wait
     */
    LineBatches(
            Dispatcher dispatcher,
            Runs runs,
            Spool spool,
            EdgeConfig config,
            Clock clock,
            LongSupplier nanoClock,
            Timer timer) {
        this.dispatcher = dispatcher;
        this.runs = runs;
        this.spool = spool;
        this.config = config;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.timer = timer;
    }

    /** One whose inputs come in lines, which {@code room} counts; it holds what a stream has from the beginning. */
    Response serve(HttpServerRequest request, BatchHead head, Shares room) {
        Inflow inflow = new Inflow();
        Envelope envelope = head.lineEnvelope();
        long reserved = Math.min(InputWindow.LEAST_BYTES, head.share().bytes());
        Feed feed = new RequestFeed(
                request, inflow, window(head, envelope, room, reserved), config.maxLine(), head::onLoop);
        return serve(request, head, envelope, inflow, feed);
    }

    /** One that was read as a whole. */
    Response serve(HttpServerRequest request, BatchHead head, BodyReader.Body body) {
        Inflow inflow = new Inflow();
        InputWindow window = window(head, body.envelope(), new Shares(head.share()), 0);
        return serve(request, head, body.envelope(), inflow, new BodyFeed(body.inputs(), inflow, window));
    }

    private InputWindow window(BatchHead head, Envelope envelope, Shares room, long reserved) {
        int inputsOfCall = head.target().operation().mostInputs(envelope.withHistory());
        return new InputWindow(
                head.share(), room, reserved, config.streamBytes(), new ReadAhead(inputsOfCall, nanoClock));
    }

    private Response serve(HttpServerRequest request, BatchHead head, Envelope envelope, Inflow inflow, Feed feed) {
        LineAnswer answer = new LineAnswer(
                !head.preferences().minimal(),
                StreamedBatch.MOST_LINES,
                head.share(),
                spool.open(head.loop()),
                head::onLoop);
        StreamedBatch stream =
                new StreamedBatch(request, answer, feed, config.stall(), clock, nanoClock, timer, head::onLoop);
        BatchRun run = dispatcher.run(
                new BatchRequest(
                        head.target(),
                        envelope,
                        inflow,
                        stream,
                        head.caller(),
                        head.preferences().strict()),
                head.line().span(),
                head::onLoop);
        Consumer<Reason> stop = stream::leave;
        Duration wait = head.preferences().longest();
        Timer.Scheduled end =
                wait == null ? () -> {} : timer.after(wait.toNanos(), () -> stream.leave(Reason.DEADLINE));
        // Its inputs are held until the last call has ended, whether or not their caller is still there.
        Runnable inputsUse = head.body().use();
        runs.started(stop);
        stream.start(run, new StreamedBatch.End() {
            @Override
            public void ended(BatchResult result, @Nullable Reason stopped) {
                over();
                head.line().streamed(head.ran(result, nanoClock.getAsLong()), stopped);
            }

            @Override
            public void broken(Throwable bug) {
                over();
                head.line().cut(bug);
            }

            private void over() {
                end.cancel();
                runs.ended(stop);
                inputsUse.run();
                head.leave().run();
            }
        });
        Response.ResponseBuilder response = Response.ok(
                        Streamed.lines(Multi.createFrom().publisher(new PulledPieces(answer))))
                .type(MediaTypes.NDJSON);
        if (!head.preferences().applied().isEmpty()) {
            response.header("Preference-Applied", head.preferences().applied());
        }
        return response.build();
    }
}
