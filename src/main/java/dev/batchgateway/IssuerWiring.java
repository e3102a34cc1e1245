package dev.batchgateway;

import dev.batchgateway.access.AccessConfig;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.hubspot.HttpProxy;
import dev.batchgateway.issuer.IssuedTokens;
import dev.batchgateway.issuer.TokenRules;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Puts together what judges an issuer's tokens, if there is an issuer: without one nothing of it is made. */
@Singleton
public final class IssuerWiring {
    /** Whom the gateway trusts to be the issuer, {@code quarkus.tls.issuer.*}; without it those the JDK trusts. */
    private static final String TLS = "issuer";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** When the keys are first asked for: the start does not wait, and the first callers find them. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final GatewayConfig config;
    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;

    IssuerWiring(GatewayConfig config, Vertx vertx, TlsConfigurationRegistry tls) {
        this.config = config;
        this.vertx = vertx;
        this.tls = tls;
    }

    @Produces
    @Singleton
    Optional<IssuedTokens> issuedTokens(AccessConfig access) {
        return Optional.ofNullable(access.issuer())
                .map(issuer -> IssuedTokens.of(
                        issuer,
                        vertx,
                        client(),
                        this::proxy,
                        new TokenRules(access.askedAudience(), access.role(), access.askedRoleClaim()),
                        Clock.systemUTC(),
                        System::nanoTime));
    }

    private HttpClient client() {
        HttpClientOptions options =
                new HttpClientOptions().setMaxPoolSize(1).setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        tls.get(TLS).ifPresent(trusted -> TlsConfigUtils.configure(options, trusted));
        return vertx.createHttpClient(options);
    }

    private Optional<ProxyOptions> proxy(URI address) {
        GatewayConfig.HubSpot hubSpot = config.hubspot();
        return HttpProxy.of(
                        address, hubSpot.proxy().orElse(""), hubSpot.noProxy().orElse(""))
                .map(HubSpotWiring::proxyOptions);
    }

    void starting(@Observes StartupEvent event, Optional<IssuedTokens> issued, Timer timer) {
        issued.ifPresent(tokens -> timer.after(SOON.toNanos(), tokens::prepare));
    }
}
