package dev.batchgateway;

import dev.batchgateway.hubspot.HubSpotConfig;
import dev.batchgateway.tracing.Tracing;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Puts tracing together. */
@Singleton
public final class TracingWiring {
    @Produces
    @Singleton
    Tracing tracing(Config config, Vertx vertx, HubSpotConfig hubSpot) {
        return Tracing.of(
                name -> config.getOptionalValue(name, String.class),
                config.getOptionalValue("quarkus.application.version", String.class)
                        .orElse("unknown"),
                vertx,
                hubSpot.url());
    }

    /** With the program: what is configured wrongly is found out at the start. */
    void starting(@Observes StartupEvent event, Tracing tracing) {}

    /** After the last request has been answered. */
    void ending(@Observes ShutdownEvent event, Tracing tracing) {
        tracing.close();
    }
}
