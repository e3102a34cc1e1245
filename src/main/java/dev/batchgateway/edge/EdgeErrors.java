package dev.batchgateway.edge;

import dev.batchgateway.dispatch.Tellable;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The one place where what went wrong with a request becomes a status and an error in HubSpot's shape. */
public final class EdgeErrors {
    private static final Logger LOG = Logger.getLogger(EdgeErrors.class);
    static final String CORRELATION = "X-HubSpot-Correlation-Id";

    private final Supplier<String> correlationIds;

    /** @param correlationIds makes a new id for each error */
    public EdgeErrors(Supplier<String> correlationIds) {
        this.correlationIds = correlationIds;
    }

    /** The answer for what Quarkus REST refuses. */
    public Response answer(WebApplicationException failure) {
        return answer(refusal(failure));
    }

    /** The answer for {@code failure} of the request with that {@code X-Request-Id}; a bug is in the log with both ids. */
    Response answer(Throwable failure, String requestId) {
        Response answer = answer(refusal(failure));
        if (!(failure instanceof Refusal || failure instanceof WebApplicationException)) {
            LOG.errorf(
                    Tellable.of(failure),
                    "A bug: request %s was not answered (correlation id %s)",
                    requestId,
                    correlationId(answer));
        }
        return answer;
    }

    /** The answer for {@code refusal}. */
    Response answer(Refusal refusal) {
        String id = correlationIds.get();
        Response.ResponseBuilder response = Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON)
                .header(CORRELATION, id)
                .entity(ErrorBody.of(refusal.category(), refusal.text(), id, new LinkedHashMap<>(refusal.context())));
        refusal.headers().forEach(response::header);
        return response.build();
    }

    /** What a caller is told of {@code failure}. */
    static Refusal refusal(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        if (failure instanceof WebApplicationException web) {
            int status = web.getResponse().getStatus();
            return new Refusal(status, "VALIDATION_ERROR", "The request cannot be served: HTTP " + status);
        }
        // What a failure says of itself is in the log alone: it may be Vert.x' or Netty's, and is nothing to callers.
        return new Refusal(500, "INTERNAL_ERROR", "The gateway has failed and cannot say what became of this request")
                .withHeader("X-Should-Retry", "false");
    }

    /** That of an answer made here; empty for any other. */
    static String correlationId(Response answer) {
        return Objects.requireNonNullElse(answer.getHeaderString(CORRELATION), "");
    }
}
