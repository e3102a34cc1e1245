package dev.batchgateway.edge;

import dev.batchgateway.connection.HangUp;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * What still comes of the body of a request that has been refused. Some callers, Java's own HTTP client among them, look
 * at an answer only when they have sent everything; if nobody read on, they would wait until the connection is closed. So
 * it is read and forgotten, but not without end. Confined to one event loop.
 */
final class UnreadBody implements Handler<Buffer> {
    /** So much is always read: bodies are refused for many reasons, and most of them are not this large. */
    static final long LEAST_BYTES = 32L << 20;

    private final HttpServerRequest request;
    private long left;

    private UnreadBody(HttpServerRequest request, long most) {
        this.request = request;
        this.left = most;
    }

    /**
     * From when the request's answer is out; a connection that is slower than that is {@link SlowSenders}' to close.
     *
     * @param most bytes, but at least {@link #LEAST_BYTES}; one more ends the connection
     */
    static void forget(RoutingContext routing, long most) {
        routing.addEndHandler(over -> {
            HttpServerRequest request = routing.request();
            if (over.succeeded() && !request.isEnded()) {
                request.exceptionHandler(broken -> {});
                request.handler(new UnreadBody(request, Math.max(LEAST_BYTES, most)));
                request.resume();
            }
        });
    }

    @Override
    public void handle(Buffer buffer) {
        left -= buffer.length();
        if (left < 0) {
            HangUp.now(request);
        }
    }
}
