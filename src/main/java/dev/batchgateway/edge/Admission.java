package dev.batchgateway.edge;

import dev.batchgateway.dispatch.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** The door: says who sends a request, and with whose token HubSpot is called, before anything of its body is read. */
public interface Admission {
    /**
     * Who sends it, on the request's event loop; fails with a {@link Refusal} for somebody who may not.
     *
     * @param isBatch whether it is a batch, and no other call
     */
    Uni<Caller> admit(RoutingContext routing, boolean isBatch);
}
