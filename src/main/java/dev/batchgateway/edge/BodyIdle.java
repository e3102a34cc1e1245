package dev.batchgateway.edge;

import dev.batchgateway.dispatch.Timer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when nothing has come of a body for too long. While we do not read ourselves, the time stands still. Confined
 * to the event loop of its request.
 *
 * <p>The timer is not set anew for every buffer: it looks how long ago the last one was.
 */
final class BodyIdle {
    private final long longestNanos;
    private final LongSupplier clock;
    private final Timer timer;
    private final Executor loop;
    private Timer.@Nullable Scheduled planned;
    private Runnable whenIdle = () -> {};
    private long last;
    private boolean isResting;
    private boolean isOver;

    /**
     * @param longest longest time in which nothing comes
     * @param clock a monotonic clock, in nanoseconds
     * @param loop the event loop of the request
     */
    BodyIdle(Duration longest, LongSupplier clock, Timer timer, Executor loop) {
        this.longestNanos = longest.toNanos();
        this.clock = clock;
        this.timer = timer;
        this.loop = loop;
    }

    /** The body may come; {@code task} is run on the event loop, once, when it does not. */
    void start(Runnable task) {
        whenIdle = task;
        last = clock.getAsLong();
        plan(longestNanos);
    }

    /** Something has come. */
    void moved() {
        last = clock.getAsLong();
    }

    /** We stop reading. */
    void rests() {
        isResting = true;
    }

    /** We read on. */
    void goesOn() {
        isResting = false;
        last = clock.getAsLong();
    }

    /** The body is there, or nobody waits for it any more. */
    void end() {
        isOver = true;
        if (planned != null) {
            planned.cancel();
        }
    }

    private void plan(long nanos) {
        planned = timer.after(nanos, () -> loop.execute(this::look));
    }

    private void look() {
        if (isOver) {
            return;
        }
        long left = isResting ? longestNanos : last + longestNanos - clock.getAsLong();
        if (left > 0) {
            plan(left);
            return;
        }
        isOver = true;
        whenIdle.run();
    }

    /** What the caller gets, on a connection that is closed behind it. */
    static Refusal refusal(Duration longest, HttpServerRequest request) {
        Refusal refusal = new Refusal(
                        408,
                        "UNSENT",
                        "Nothing more of the body came for " + longest.toSeconds()
                                + " s; nothing was sent, and it is safe to send again")
                .withHeader("X-Should-Retry", "true");
        // HTTP/2 has no such header, and no need of it: a stream of a caller who stands still holds up no other.
        return request.version() == HttpVersion.HTTP_2 ? refusal : refusal.withHeader("Connection", "close");
    }
}
