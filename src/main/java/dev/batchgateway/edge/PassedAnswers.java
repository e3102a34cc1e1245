package dev.batchgateway.edge;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Closure;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** What the caller of a call that is passed on gets: HubSpot's answer, or why there is none. */
final class PassedAnswers {
    /** Seconds after which a caller may try again to reach a HubSpot that could not be reached. */
    private static final int RETRY_UNREACHED_SECONDS = 30;

    private PassedAnswers() {}

    /** HubSpot's, its body to be streamed; {@code loop} is that of the call. */
    static Response of(PassedBody body, Caller caller, Context loop) {
        HttpClientResponse in = body.head();
        Response.ResponseBuilder response = Response.status(in.statusCode());
        if (RefusedToken.isIn(in.statusCode(), caller)) {
            response.header(RefusedToken.HEADER, RefusedToken.REFUSED);
        }
        for (Map.Entry<String, String> header : EndToEnd.of(in.headers())) {
            // The request's own id is in the answer already; HubSpot's has a header of its own
            // (X-HubSpot-Correlation-Id).
            if (!header.getKey().equalsIgnoreCase(RequestIds.HEADER)) {
                response.header(header.getKey(), header.getValue());
            }
        }
        if (in.statusCode() == 204 || in.statusCode() == 304) {
            // No body, and so no media type of ours either.
            in.resume();
            return response.build();
        }
        Multi<Buffer> pieces = body.pieces().onCancellation().invoke(() -> loop.runOnContext(v -> body.abandon()));
        return response.entity(Streamed.passedOn(pieces)).build();
    }

    /** The daily quota is closed: HubSpot would say the same, and count it. */
    static Refusal usedUp(Closure closure) {
        HubSpotError error = closure.refusal().error();
        return new Refusal(
                        closure.refusal().status(),
                        "RATE_LIMITS",
                        (error == null ? "The daily limit is reached" : error.message()) + " Nothing was sent")
                .withHeader("Retry-After", String.valueOf(closure.retryAfterSeconds()));
    }

    /** No connection was made, so nothing was sent. */
    static Refusal unreached() {
        return new Refusal(
                        503, "UNSENT", "HubSpot could not be reached; nothing was sent, and it is safe to send again")
                .withHeader("Retry-After", String.valueOf(RETRY_UNREACHED_SECONDS));
    }

    /** It was sent, and nobody knows what became of it. */
    static Refusal unanswered(HttpMethod method) {
        return new Refusal(
                        504,
                        "UNCONFIRMED",
                        "HubSpot was asked, but no answer came; what became of this " + method + " is not known")
                .withHeader("X-Should-Retry", "false");
    }
}
