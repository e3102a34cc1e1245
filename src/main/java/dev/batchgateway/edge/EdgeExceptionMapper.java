package dev.batchgateway.edge;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** What Quarkus REST itself refuses (a method such as PROPFIND) is refused in HubSpot's shape, too. */
@Provider
public final class EdgeExceptionMapper implements ExceptionMapper<WebApplicationException> {
    private final EdgeErrors errors;

    /** Hands everything on to {@code errors}. */
    public EdgeExceptionMapper(EdgeErrors errors) {
        this.errors = errors;
    }

    @Override
    public Response toResponse(WebApplicationException exception) {
        return errors.answer(exception);
    }
}
