package dev.batchgateway.simulator;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Starts the simulator with dev mode, unless a HubSpot URL is configured. Exists in dev builds only: a production
 * build has no such bean, so it cannot start a HubSpot that swallows real writes.
 */
@Startup
@Singleton
@IfBuildProfile("dev")
public final class DevSimulator {
    private static final Logger LOG = Logger.getLogger(DevSimulator.class);

    private final Optional<HubSpotSimulator> simulator;

    DevSimulator(
            @ConfigProperty(name = "gateway.hubspot.url") URI hubSpot,
            @ConfigProperty(name = "simulator.url") URI own) {
        if (hubSpot.equals(own)) {
            simulator =
                    Optional.of(HubSpotSimulator.start(SimulatorSetup.usual().at(own.getHost(), own.getPort())));
            LOG.infof("HubSpot is the simulator at %s; its ledger is at %s/_simulator/ledger", own, own);
        } else {
            simulator = Optional.empty();
            LOG.infof("HubSpot is %s", hubSpot);
        }
    }

    /** Where the simulator is; empty when another HubSpot is configured. */
    Optional<URI> url() {
        return simulator.map(HubSpotSimulator::url);
    }

    void stop(@Observes ShutdownEvent event) {
        simulator.ifPresent(HubSpotSimulator::close);
    }
}
