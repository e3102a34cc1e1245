package dev.batchgateway.redis;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says in the readiness how it stands with the shared store. It is always up: a gateway that has lost the store goes
 * on with its share, and one that is taken out of service for it would take its share along.
 */
@Readiness
@Singleton
public final class SharedBudgetCheck implements HealthCheck {
    private final SharedState state;

    SharedBudgetCheck(SharedState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("shared budget")
                .up()
                .withData("state", state.kind().word())
                .withData("members", state.members())
                .build();
    }
}
