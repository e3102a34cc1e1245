package dev.batchgateway;

import dev.batchgateway.about.About;
import dev.batchgateway.hubspot.HttpProxy;
import dev.batchgateway.hubspot.HubSpotConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Looks at the whole configuration when the gateway starts, and lets it start only when nothing is wrong with it. */
@Singleton
public final class StartCheck {
    private static final Logger LOG = Logger.getLogger(StartCheck.class);
    private static final int BEHIND_THE_BUILD = About.FIRST + 1;

    private final GatewayConfig config;
    private final Config all;
    private final TlsConfigurationRegistry tls;

    StartCheck(GatewayConfig config, Config all, TlsConfigurationRegistry tls) {
        this.config = config;
        this.all = all;
        this.tls = tls;
    }

    /** The log names the build first, so that whoever reads a refusal knows whose it is. */
    void starting(
            @Observes @Priority(BEHIND_THE_BUILD) StartupEvent event,
            HubSpotConfig hubSpot,
            VertxHttpConfig http,
            ManagementConfig management) {
        UnaryOperator<String> given = key -> all.getConfigValue(key).getValue();
        List<String> faults = ConfigCheck.faults(
                config,
                given,
                Wiring.heap(),
                System.getenv(),
                all.getValue("quarkus.shutdown.timeout", Duration.class),
                Ports.of(http, management, hasOwnCertificate()));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        HttpProxy.of(
                hubSpot.url(),
                config.hubspot().proxy().orElse(""),
                config.hubspot().noProxy().orElse(""));
        ConfigCheck.doubts(config, given, Wiring.heap()).forEach(LOG::warn);
    }

    /** In the TLS configuration that Quarkus takes where none is named. */
    private boolean hasOwnCertificate() {
        return tls.getDefault().filter(own -> own.getKeyStoreOptions() != null).isPresent();
    }
}
