package dev.batchgateway.edge;

import dev.batchgateway.dispatch.Caller;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/** Makes of a caller's request the one that goes out to HubSpot. */
final class PassedRequests {
    private final Function<String, URI> resolve;
    private final Duration connectTimeout;
    private final Duration timeout;
    private final boolean isOwnToken;

    /** As {@link PassThrough} has them. */
    PassedRequests(Function<String, URI> resolve, Duration connectTimeout, Duration timeout, boolean isOwnToken) {
        this.resolve = resolve;
        this.connectTimeout = connectTimeout;
        this.timeout = timeout;
        this.isOwnToken = isOwnToken;
    }

    PassedRequest of(HttpServerRequest request, Caller caller) {
        return new PassedRequest(request, caller, options(request), headers(request, caller));
    }

    private RequestOptions options(HttpServerRequest request) {
        return new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(resolve.apply(request.uri()).toString())
                .setConnectTimeout(connectTimeout.toMillis())
                .setIdleTimeout(timeout.toMillis());
    }

    private MultiMap headers(HttpServerRequest request, Caller caller) {
        MultiMap headers = isOwnToken ? EndToEnd.withoutCaller(request.headers()) : EndToEnd.of(request.headers());
        if (!caller.authorization().isBlank()) {
            headers.set("Authorization", caller.authorization());
        }
        return headers;
    }
}
