package dev.batchgateway.edge;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The one place where what went wrong with a request becomes a status and an error in HubSpot's shape. */
public final class EdgeErrors {
    private static final Logger LOG = Logger.getLogger(EdgeErrors.class);
    private static final String CORRELATION = "X-HubSpot-Correlation-Id";

    private final Supplier<String> correlationIds;

    /** @param correlationIds makes a new id for each error */
    public EdgeErrors(Supplier<String> correlationIds) {
        this.correlationIds = correlationIds;
    }

    /** The answer for {@code failure}. */
    public Response answer(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return of(refusal);
        }
        if (failure instanceof WebApplicationException web) {
            int status = web.getResponse().getStatus();
            return of(new Refusal(status, "VALIDATION_ERROR", "The request cannot be served: HTTP " + status));
        }
        String id = correlationIds.get();
        LOG.errorf(failure, "A bug: the request with correlation id %s was not answered", id);
        String message = "The gateway has failed and cannot say what became of this request"
                + (failure instanceof IllegalStateException ? ": " + failure.getMessage() : "");
        return response(500, "INTERNAL_ERROR", message, id, Map.of(), Map.of("X-Should-Retry", "false"));
    }

    private Response of(Refusal refusal) {
        return response(
                refusal.status(),
                refusal.category(),
                refusal.text(),
                correlationIds.get(),
                refusal.context(),
                refusal.headers());
    }

    private static Response response(
            int status,
            String category,
            String message,
            String id,
            Map<String, String> context,
            Map<String, String> headers) {
        Response.ResponseBuilder response = Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .header(CORRELATION, id)
                .entity(ErrorBody.of(category, message, id, new LinkedHashMap<>(context)));
        headers.forEach(response::header);
        return response.build();
    }
}
