package dev.batchgateway.testing;

import dev.batchgateway.simulator.HubSpotSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A HubSpot that the gateway is to reach by TLS, and that speaks none. */
public final class UntrustedHubSpot implements QuarkusTestResourceLifecycleManager {
    private @Nullable HubSpotSimulator simulator;

    @Override
    public Map<String, String> start() {
        simulator = HubSpotSimulator.start();
        return Map.of("gateway.hubspot.url", simulator.url().toString().replace("http:", "https:"));
    }

    @Override
    public void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
