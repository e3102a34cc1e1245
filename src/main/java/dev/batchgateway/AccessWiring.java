package dev.batchgateway;

import dev.batchgateway.access.AccessConfig;
import dev.batchgateway.access.AccessWatch;
import dev.batchgateway.access.CallerKeys;
import dev.batchgateway.edge.Admission;
import dev.batchgateway.edge.CallerCertificates;
import dev.batchgateway.edge.OwnToken;
import dev.batchgateway.edge.PassedTokens;
import dev.batchgateway.issuer.IssuedTokens;
import dev.batchgateway.telemetry.AccessMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig.InsecureRequests;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Puts the door together: with whose token HubSpot is called, and how callers show who they are. */
@Singleton
public final class AccessWiring {
    private final GatewayConfig config;

    AccessWiring(GatewayConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    AccessConfig accessConfig() {
        return new AccessConfig(
                config.hubspot().accessToken().orElse(null),
                CallerKeys.of(config.callers().keys().orElse(List.of())),
                config.callers().issuer().orElse(null),
                config.callers().audience().orElse(null),
                config.callers().role().orElse(null),
                config.callers().roleClaim().orElse(null));
    }

    @Produces
    @Singleton
    AccessWatch accessWatch(MeterRegistry registry) {
        return new AccessMeters(registry);
    }

    @Produces
    @Singleton
    Admission admission(AccessConfig access, AccessWatch watch, Optional<IssuedTokens> issued) {
        String token = access.accessToken();
        return token == null ? new PassedTokens(watch) : new OwnToken(token, access.keys(), issued.orElse(null), watch);
    }

    @Produces
    @Singleton
    CallerCertificates callerCertificates(VertxHttpConfig http) {
        return new CallerCertificates(
                config.callers().certificateRequired(),
                http.insecureRequests().orElse(InsecureRequests.ENABLED) != InsecureRequests.DISABLED);
    }

    /** With the program: what is wrong with the door is found out at the start, and its counters are there. */
    void starting(@Observes StartupEvent event, Admission admission) {}
}
