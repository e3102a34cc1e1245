package dev.batchgateway.simulator;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A simulator for all tests of a class, reset before each of them. Registered as a static field:
 * {@code @RegisterExtension static final SimulatorExtension HUBSPOT = new SimulatorExtension();}
 */
public final class SimulatorExtension implements BeforeEachCallback, AfterAllCallback {
    private final HubSpotSimulator simulator;

    /** Without latency. */
    public SimulatorExtension() {
        this(SimulatorSetup.usual().with(SimulatorSettings.withoutLatency()));
    }

    /** With that set-up. */
    public SimulatorExtension(SimulatorSetup setup) {
        simulator = HubSpotSimulator.start(setup);
    }

    /** The simulator. */
    public HubSpotSimulator simulator() {
        return simulator;
    }

    /** A caller of it with a good token. */
    public HubSpotCaller caller() {
        return new HubSpotCaller(simulator.url(), "pat-test");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        simulator.reset();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        simulator.close();
    }
}
