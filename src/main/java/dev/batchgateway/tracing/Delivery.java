package dev.batchgateway.tracing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans on their way to a collector: sent, and once more after a pause if the collector refuses them for now. All of it
 * takes no longer than it may. Confined to one event loop.
 */
final class Delivery {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions request;
    private final ExportRetry retry;
    private final LongSupplier clock;
    private final Buffer body;
    private final long timeoutMillis;
    private final Promise<Void> done = Promise.promise();
    private @Nullable Future<HttpClientRequest> underWay;
    private long begunAt;
    private long pause = NO_TIMER;
    private String refusal = "";
    private boolean mayPause = true;

    /**
     * A delivery that begins with {@link #begin}.
     *
     * @param request where to
     * @param retry when once more
     * @param clock a monotonic clock, in nanoseconds
     * @param timeoutMillis longest time from beginning to end, the pause included
     */
    Delivery(
            Vertx vertx,
            HttpClient client,
            RequestOptions request,
            ExportRetry retry,
            LongSupplier clock,
            Buffer body,
            long timeoutMillis) {
        this.vertx = vertx;
        this.client = client;
        this.request = request;
        this.retry = retry;
        this.clock = clock;
        this.body = body;
        this.timeoutMillis = timeoutMillis;
    }

    /** Sends them. Succeeds when the collector has taken them; fails with a message for the log. */
    Future<Void> begin() {
        begunAt = clock.getAsLong();
        long end = vertx.setTimer(timeoutMillis, timer -> fail("no answer within " + timeoutMillis + " ms"));
        send(true);
        return done.future().onComplete(over -> vertx.cancelTimer(end));
    }

    /** Waits for nothing from now on: a pause ends without another sending, and there will be none. */
    void hurry() {
        mayPause = false;
        if (pause != NO_TIMER) {
            fail(refusal);
        }
    }

    private void send(boolean isFirst) {
        // So that what it throws, when it is closed, is a failure, too.
        Future<HttpClientRequest> opened = Future.succeededFuture(request).compose(where -> client.request(where));
        underWay = opened;
        opened.compose(out -> out.send(body))
                .compose(answer -> answer.end().map(answer))
                .onSuccess(answer -> answered(answer, isFirst))
                .onFailure(failure -> fail(failure.getClass().getSimpleName()));
    }

    private void answered(HttpClientResponse answer, boolean isFirst) {
        underWay = null;
        int status = answer.statusCode();
        if (status >= 200 && status <= 299) {
            done.tryComplete();
            return;
        }
        refusal = "HTTP " + status;
        long left = timeoutMillis - TimeUnit.NANOSECONDS.toMillis(clock.getAsLong() - begunAt);
        long millis = isFirst && mayPause
                ? retry.pauseMillis(status, answer.getHeader("Retry-After"), left)
                : ExportRetry.NEVER;
        if (millis == ExportRetry.NEVER || done.future().isComplete()) {
            fail(refusal);
            return;
        }
        pause = vertx.setTimer(millis, timer -> {
            pause = NO_TIMER;
            send(false);
        });
    }

    private void fail(String why) {
        if (done.tryFail(why)) {
            if (pause != NO_TIMER) {
                vertx.cancelTimer(pause);
                pause = NO_TIMER;
            }
            if (underWay != null) {
                // Whatever it waits for still holds a connection.
                underWay.onSuccess(HttpClientRequest::reset);
            }
        }
    }
}
