package dev.batchgateway.testing;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorControl;
import dev.batchgateway.simulator.SimulatorSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A simulator beside the gateway under test, and the gateway's HubSpot. It has no latency, and so many permits that
 * none is waited for.
 *
 * <p>Tests find it by a system property, and drive it over HTTP: whether the gateway runs in this JVM, from its jar or
 * as a native binary makes no difference to them.
 */
public final class SimulatorResource implements QuarkusTestResourceLifecycleManager {
    private static final String PROPERTY = "testing.simulator.url";
    private static final int PERMITS = 5_000;

    private @Nullable HubSpotSimulator simulator;

    /** Where the simulator of the running test is. */
    public static URI url() {
        return URI.create(System.getProperty(PROPERTY, "http://simulator-not-started"));
    }

    /** Drives the simulator of the running test. */
    public static SimulatorControl control() {
        return new SimulatorControl(url());
    }

    @Override
    public Map<String, String> start() {
        simulator = HubSpotSimulator.start(SimulatorSettings.withoutLatency()
                .set(Limits.PERMITS, PERMITS)
                .set(Limits.ASSOCIATION_PERMITS, PERMITS)
                .set(Limits.SEARCH_PERMITS, PERMITS));
        String url = simulator.url().toString();
        System.setProperty(PROPERTY, url);
        return Map.of("gateway.hubspot.url", url);
    }

    @Override
    public void stop() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
