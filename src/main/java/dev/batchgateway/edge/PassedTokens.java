package dev.batchgateway.edge;

import dev.batchgateway.access.AccessWatch;
import dev.batchgateway.access.Denial;
import dev.batchgateway.dispatch.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * Callers bring HubSpot's own tokens, and HubSpot judges them. Without any a batch is refused here; another call is
 * passed on, for HubSpot has pages that ask for none.
 */
public final class PassedTokens implements Admission {
    private final AccessWatch watch;

    /** Tells {@code watch} who is refused. */
    public PassedTokens(AccessWatch watch) {
        this.watch = watch;
    }

    @Override
    public Uni<Caller> admit(RoutingContext routing, boolean isBatch) {
        Caller caller = Callers.of(routing.request());
        if (isBatch && caller.authorization().isBlank()) {
            watch.denied(Denial.NO_CREDENTIALS);
            throw Denials.refusal(Denial.NO_CREDENTIALS, "HubSpot's token");
        }
        return Uni.createFrom().item(caller);
    }
}
