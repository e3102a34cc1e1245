package dev.batchgateway.edge;

import dev.batchgateway.dispatch.Caller;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;

/**
 * What is passed on, and for whom.
 *
 * @param request the caller's, its body unread
 * @param caller who sends it
 * @param options how it goes out
 * @param headers with which it goes out; credentials are among them
 */
record PassedRequest(HttpServerRequest request, Caller caller, RequestOptions options, MultiMap headers) {
    /**
     * Whether it can be sent now, as {@code out}. Its headers are not in the options: what the Vert.x client thinks of a
     * header it throws where nobody catches it, so that neither the permit nor the connection would ever come back.
     */
    boolean isReady(HttpClientRequest out) {
        try {
            // A proxy's own may be there already.
            out.headers().addAll(headers);
        } catch (IllegalArgumentException e) {
            return false;
        }
        // Else nobody waits for its answer any more.
        return !request.response().closed();
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "PassedRequest[" + request.method() + "]";
    }
}
