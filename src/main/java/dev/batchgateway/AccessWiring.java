package dev.batchgateway;

import dev.batchgateway.access.AccessConfig;
import dev.batchgateway.access.AccessWatch;
import dev.batchgateway.access.CallerKeys;
import dev.batchgateway.access.IssuerSettings;
import dev.batchgateway.edge.Admission;
import dev.batchgateway.edge.CallerCertificates;
import dev.batchgateway.edge.IssuedTokens;
import dev.batchgateway.edge.OwnToken;
import dev.batchgateway.edge.PassedTokens;
import dev.batchgateway.telemetry.AccessMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig.InsecureRequests;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Puts the door together: with whose token HubSpot is called, and how callers show who they are. */
@Singleton
public final class AccessWiring {
    private final GatewayConfig config;
    private final Config all;

    AccessWiring(GatewayConfig config, Config all) {
        this.config = config;
        this.all = all;
    }

    @Produces
    @Singleton
    AccessConfig accessConfig() {
        boolean hasIssuer = all.getOptionalValue("quarkus.oidc.tenant-enabled", Boolean.class)
                .orElse(false);
        if (hasIssuer) {
            IssuerSettings.check(this::given);
        }
        return new AccessConfig(
                config.hubspot().accessToken().orElse(null),
                CallerKeys.of(config.callers().keys().orElse(List.of())),
                hasIssuer,
                all.getOptionalValue("quarkus.oidc.token.audience", String.class)
                        .filter(AccessConfig::isAudience)
                        .isPresent(),
                config.callers().role().orElse(null));
    }

    private Optional<String> given(String key) {
        return all.getOptionalValue(key, String.class);
    }

    @Produces
    @Singleton
    AccessWatch accessWatch(MeterRegistry registry) {
        return new AccessMeters(registry);
    }

    /** Quarkus' authenticator is made only where it is asked. */
    @Produces
    @Singleton
    Admission admission(AccessConfig access, AccessWatch watch, InjectableInstance<HttpAuthenticator> authenticator) {
        String token = access.accessToken();
        return token == null
                ? new PassedTokens(watch)
                : new OwnToken(
                        token,
                        access.keys(),
                        access.hasIssuer() ? issuedTokens(authenticator.get(), access.role()) : null,
                        watch);
    }

    private IssuedTokens issuedTokens(HttpAuthenticator authenticator, @Nullable String role) {
        Duration refresh = all.getValue("quarkus.oidc.token.forced-jwk-refresh-interval", Duration.class);
        return new IssuedTokens(authenticator::attemptAuthentication, role, refresh, System::nanoTime);
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
