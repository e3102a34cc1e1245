package dev.batchgateway.edge;

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
 * would take what there is for the whole: its call is broken off, too. Confined to the event loop of the call.
 *
 * <p>Of HTTP/1.1 the head says whether there is a body. Of HTTP/2 only its first piece says it, or the end.
 */
final class CallerBody {
    private static final String LENGTH = "Content-Length";
    /** Those a server may expect a body of, and be told that there is none (RFC 9110, 8.6). */
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final HttpServerRequest in;
    private final HttpClientRequest out;
    private boolean isBroken;

    private CallerBody(HttpServerRequest in, HttpClientRequest out) {
        this.in = in;
        this.out = out;
    }

    /** Sends {@code out} with the body of {@code in}, and gives the head of the answer. */
    static Future<HttpClientResponse> send(HttpServerRequest in, HttpClientRequest out) {
        CallerBody body = new CallerBody(in, out);
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
        return out.response();
    }

    private static boolean mayHaveBody(HttpServerRequest in) {
        return in.version() == HttpVersion.HTTP_2
                || in.headers().contains(LENGTH)
                || in.headers().contains("Transfer-Encoding");
    }

    private void stream() {
        in.exceptionHandler(cut -> out.reset());
        in.endHandler(end -> end());
        in.handler(this::write);
        in.resume();
    }

    private void write(Buffer piece) {
        if (isBroken || piece.length() == 0) {
            return;
        }
        if (!out.isChunked() && !out.headers().contains(LENGTH)) {
            out.setChunked(true);
        }
        out.write(piece);
        if (out.writeQueueFull()) {
            in.pause();
            out.drainHandler(drained -> in.resume());
        }
    }

    private void end() {
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
        if (!in.isEnded()) {
            in.resume();
        }
    }
}
