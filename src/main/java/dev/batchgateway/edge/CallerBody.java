package dev.batchgateway.edge;

import dev.batchgateway.connection.HangUp;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;

/**
 * The body of a request that is passed on, streamed with back-pressure. One that breaks off is not ended for HubSpot, which
 * would take what there is for the whole: its call is broken off, too. So is one that comes too slowly, which would keep a
 * place, a connection and a call in flight for as long as its caller likes. Confined to the event loop of the call.
 *
 * <p>Of HTTP/1.1 the head says whether there is a body. Of HTTP/2 only its first piece says it, or the end.
 */
final class CallerBody {
    private static final String LENGTH = "Content-Length";
    /** Answers below are not the last. */
    private static final int FINAL = 200;

    /** Those a server may expect a body of, and be told that there is none (RFC 9110, 8.6). */
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final HttpServerRequest in;
    private final HttpClientRequest out;
    private final BodyIdle idle;
    /** Something of it was written; the head is, with the first of it. */
    private boolean isBegun;

    private boolean isAnswered;
    private boolean isBroken;
    private boolean isTooSlow;

    private CallerBody(HttpServerRequest in, HttpClientRequest out, BodyIdle idle) {
        this.in = in;
        this.out = out;
        this.idle = idle;
    }

    /**
     * Sends {@code out} with the body of {@code in}, and gives the head of the answer; fails with a {@link Refusal} when
     * the body comes too slowly, as {@code idle} tells it.
     */
    static Future<HttpClientResponse> send(HttpServerRequest in, HttpClientRequest out, BodyIdle idle) {
        CallerBody body = new CallerBody(in, out, idle);
        // The answer's future says the same; with no handler Vert.x writes it into the log, with the address.
        out.exceptionHandler(failure -> body.dropRest());
        if ("100-continue".equalsIgnoreCase(in.getHeader("Expect"))) {
            in.response().writeContinue();
        }
        if (in.isEnded() || !mayHaveBody(in)) {
            body.end();
        } else {
            body.stream();
        }
        return out.response().onComplete(body::isOver).recover(body::why);
    }

    /** An answer may come before the body's end: what is left of it must come no slower. */
    private void isOver(AsyncResult<HttpClientResponse> answer) {
        isAnswered = answer.succeeded() && answer.result().statusCode() >= FINAL;
        if (!isAnswered) {
            idle.end();
        }
    }

    private Future<HttpClientResponse> why(Throwable failure) {
        Refusal slow = isBegun ? idle.refusalOnItsWay(in) : idle.refusal(in);
        return Future.failedFuture(isTooSlow ? slow : failure);
    }

    private static boolean mayHaveBody(HttpServerRequest in) {
        return in.version() == HttpVersion.HTTP_2
                || in.headers().contains(LENGTH)
                || in.headers().contains("Transfer-Encoding");
    }

    private void stream() {
        in.exceptionHandler(cut -> {
            idle.end();
            out.reset();
        });
        in.endHandler(end -> end());
        in.handler(this::write);
        idle.start(this::tooSlow);
        in.resume();
    }

    private void tooSlow() {
        isTooSlow = true;
        out.reset();
        if (isAnswered) {
            HangUp.now(in);
        }
    }

    private void write(Buffer piece) {
        idle.moved(piece.length());
        if (isBroken || piece.length() == 0) {
            return;
        }
        if (!out.isChunked() && !out.headers().contains(LENGTH)) {
            out.setChunked(true);
        }
        isBegun = true;
        out.write(piece);
        if (out.writeQueueFull()) {
            in.pause();
            idle.held(true);
            out.drainHandler(drained -> {
                idle.held(false);
                in.resume();
            });
        }
    }

    private void end() {
        idle.end();
        if (isBroken) {
            return;
        }
        if (!out.isChunked() && !out.headers().contains(LENGTH) && WITH_BODY.contains(out.getMethod())) {
            out.putHeader(LENGTH, "0");
        }
        out.end();
    }

    /** Nobody takes it any more; what still comes of it must not stop the connection that it comes on. */
    private void dropRest() {
        isBroken = true;
        // No room for more will be told of.
        idle.held(false);
        if (!in.isEnded()) {
            in.resume();
        }
    }
}
