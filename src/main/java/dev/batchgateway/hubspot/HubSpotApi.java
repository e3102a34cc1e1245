package dev.batchgateway.hubspot;

import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A batch call of HubSpot, as the Quarkus REST client sees it: bytes out, bytes back. One method, because the calls
 * differ in nothing but their path.
 */
@Path("")
public interface HubSpotApi {
    /**
     * Posts one call.
     *
     * @param uri the whole address; its host comes from the configuration alone
     * @param authorization never to be logged
     * @param traceparent by which the call is part of a trace; null for no such header
     * @param length of the body in bytes, without which it would go out in chunks
     * @param body the JSON body, as a {@code Multi<Buffer>} of Mutiny's: a stream is sent as it is, while of an array the
     *     REST client makes two copies. Declared as such, all methods of both types would be in the native binary for
     *     reflection, half a megabyte of it
     * @return the answer, whatever its status; its body is a stream over a buffer that is all there. A RestResponse would
     *     have the REST client copy all headers twice more
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    Uni<Response> post(
            @Url URI uri,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent,
            @HeaderParam("Content-Length") String length,
            Object body);
}
