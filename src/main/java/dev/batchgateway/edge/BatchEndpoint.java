package dev.batchgateway.edge;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.resume.Fingerprint;
import dev.batchgateway.resume.Records;
import dev.batchgateway.resume.Resend;
import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.room.Shares;
import dev.batchgateway.spool.Spool;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A batch, from the request's head to the answer: checked, read, dispatched, rendered. JSON and NDJSON come in and go
 * out in all four ways; what is answered in JSON is read as a whole first, what is answered in lines runs while it is
 * read.
 */
public final class BatchEndpoint {
    private final Runs runs;
    private final Room room;
    private final StreamRoom streamRoom;
    private final Records records;
    private final EdgeConfig config;
    private final JsonBatches jsonBatches;
    private final LineBatches lineBatches;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Timer timer;

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
        this.runs = runs;
        this.room = room;
        this.streamRoom = new StreamRoom(room);
        this.records = records;
        this.config = config;
        this.jsonBatches = new JsonBatches(
                dispatcher, runs, room, spool, records, config.deadline(), new BatchAnswer(errors), nanoClock, timer);
        this.lineBatches = new LineBatches(dispatcher, runs, spool, config, clock, nanoClock, timer);
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.timer = timer;
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
        DeclaredBody.refuseCompressed(request);
        int overheadOfInput = comesInLines ? LinesBody.OVERHEAD_BYTES : Inputs.OVERHEAD_BYTES;
        long length = isStream ? -1 : DeclaredBody.length(request, config.maxBody(), overheadOfInput, room);
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
        Shares inputs = isStream ? new Shares(share, streamRoom.share(caller.identity())) : new Shares(share);
        // Whatever becomes of the answer: when the request is over, nothing of it is held any more, but by a run.
        HeldBody held = new HeldBody(inputs::close);
        Runnable requestUse = held.use();
        routing.addEndHandler(over -> requestUse.run());
        long counted = isStream ? streamRoom.bytesOfStream() : BodyReader.cost(Math.max(0, length), overheadOfInput);
        if (!inputs.take(counted)) {
            inputs.close();
            leave.run();
            throw Refusals.noRoom(inputs.isCallersBound(), inputs.wasRefusedBy(share) ? "them" : "streams");
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        BatchHead head = new BatchHead(
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
            UnreadBody.forget(routing, config.maxBody());
            return Uni.createFrom()
                    .item(() -> lineBatches.serve(request, head, inputs))
                    .onFailure()
                    .invoke(leave);
        }
        BodyReader.Parser parser = comesInLines
                ? new LinesBody(head.lineEnvelope(), config.maxInputs(), config.maxLine())
                : new JsonBody(target.operation(), length, config.maxInputs());
        Fingerprint print = goesInLines || !records.isOn() ? null : new Fingerprint(head.credentials(), request.uri());
        BodyReader.Parser reader = print == null ? parser : new FingerprintedBody(parser, print);
        BodyIdle idle = new BodyIdle(config.idle(), nanoClock, timer, head::onLoop);
        return new BodyReader(request, config, reader, share, counted, DeclaredBody.mostHeld(room), idle)
                .read(head.startedNanos() + config.deadline().toNanos())
                .chain(body -> goesInLines
                        ? Uni.createFrom().item(() -> lineBatches.serve(request, head, body))
                        : jsonBatches.serve(routing, head, body, print == null ? "" : print.end()))
                .onTermination()
                .invoke((answer, failure, wasCancelled) -> {
                    if (!goesInLines || failure != null || wasCancelled) {
                        leave.run();
                    }
                });
    }
}
