package dev.batchgateway.edge;

import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A batch, from the request's head to the answer: checked, read, dispatched, rendered. */
public final class BatchEndpoint {
    private final Dispatcher dispatcher;
    private final EdgeConfig config;
    private final BatchAnswer answers;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Timer timer;
    private final Runs runs;

    /**
     * @param clock for the times in an answer
     * @param nanoClock for durations
     * @param timer for deadlines
     */
    public BatchEndpoint(
            Dispatcher dispatcher,
            Runs runs,
            EdgeConfig config,
            EdgeErrors errors,
            Clock clock,
            LongSupplier nanoClock,
            Timer timer) {
        this.dispatcher = dispatcher;
        this.runs = runs;
        this.config = config;
        this.answers = new BatchAnswer(errors);
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.timer = timer;
    }

    /** Serves a batch for {@code target}; fails with a {@link Refusal} when the request cannot be used. */
    Uni<Response> serve(HttpServerRequest request, Target target) {
        Caller caller = Callers.withCredentials(request);
        long length = check(request);
        Preferences preferences = Preferences.of(request.headers().getAll("Prefer"));
        runs.enter();
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        Instant requestedAt = clock.instant();
        long startedNanos = nanoClock.getAsLong();
        Executor thread = eventLoop();
        return new BodyReader(request, length, target.operation(), config)
                .read()
                .map(body -> new BatchRequest(target, body.envelope(), body.inputs(), caller, preferences.strict()))
                .invoke(this::checkItFits)
                .chain(batch -> run(dispatcher.run(batch, thread), preferences, requestedAt, startedNanos))
                .onTermination()
                .invoke(runs::leave);
    }

    /**
     * The run has a life of its own: a caller who leaves cancels this, which only tells the run to stop. What is under
     * way at HubSpot is heard out.
     */
    private Uni<Response> run(BatchRun run, Preferences preferences, Instant requestedAt, long startedNanos) {
        return Uni.createFrom().emitter(emitter -> {
            Duration wait = preferences.longest();
            Duration deadline = wait == null || wait.compareTo(config.deadline()) > 0 ? config.deadline() : wait;
            Timer.Scheduled end = timer.after(deadline.toNanos(), () -> run.stop(Reason.DEADLINE));
            emitter.onTermination(() -> {
                end.cancel();
                run.stop(Reason.CALLER_LEFT);
            });
            runs.started(run);
            run.result()
                    .onTermination()
                    .invoke(() -> runs.ended(run))
                    .map(result -> answers.of(
                            result, preferences, requestedAt, clock.instant(), nanoClock.getAsLong() - startedNanos))
                    .subscribe()
                    .with(emitter::complete, emitter::fail);
        });
    }

    /** A batch that cannot be done in time even if all goes well is refused while nothing of it was sent. */
    private void checkItFits(BatchRequest batch) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(dispatcher.leastNanos(batch));
        if (seconds > config.deadline().toSeconds()) {
            throw new Refusal(
                            413,
                            "VALIDATION_ERROR",
                            "At HubSpot's rate limit this batch takes at least " + seconds
                                    + " s, and a JSON batch may take "
                                    + config.deadline().toSeconds() + " s here" + BodyReader.OTHERWISE)
                    .with("leastSeconds", seconds);
        }
    }

    private static Executor eventLoop() {
        Context loop = Vertx.currentContext();
        if (loop == null) {
            throw new IllegalStateException("A request is served on an event loop");
        }
        return task -> loop.runOnContext(v -> task.run());
    }

    /** Answers the body's length, -1 when it is not known. */
    private long check(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        if (type != null && !isJson(type)) {
            throw unsupported("The body must be application/json in UTF-8");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw unsupported("The body must not be compressed").withHeader("Accept-Encoding", "identity");
        }
        String length = request.getHeader("Content-Length");
        long bytes = length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
        if (bytes > config.maxBody()) {
            throw BodyReader.tooLarge(config.maxBody());
        }
        return bytes;
    }

    private static boolean isJson(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=")
                    && !parameter.replace("utf8", "utf-8").equals("charset=utf-8")) {
                return false;
            }
        }
        return parts[0].strip().equals("application/json");
    }

    private static Refusal unsupported(String message) {
        return new Refusal(415, "VALIDATION_ERROR", message);
    }
}
