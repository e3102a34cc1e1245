package dev.batchgateway.simulator;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a simulator is started with and keeps for life.
 *
 * @param vertx what it runs on; empty for a Vert.x of its own, closed with it
 * @param host the address it listens on
 * @param port the port, or 0 for any free one
 * @param settings used as they are, not copied: a change takes effect at once
 * @param clock tells the time of calls, windows and days; latency and late answers use real time
 * @param seed of everything left to chance
 */
public record SimulatorSetup(
        Optional<Vertx> vertx, String host, int port, SimulatorSettings settings, InstantSource clock, long seed) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final long SEED = 20_261_122L;

    /** Loopback, any free port, default settings, the system's clock. */
    public static SimulatorSetup usual() {
        return new SimulatorSetup(Optional.empty(), LOOPBACK, 0, new SimulatorSettings(), InstantSource.system(), SEED);
    }

    /** The same on that Vert.x. */
    public SimulatorSetup on(Vertx given) {
        return new SimulatorSetup(Optional.of(given), host, port, settings, clock, seed);
    }

    /** The same at that address. */
    public SimulatorSetup at(String givenHost, int givenPort) {
        return new SimulatorSetup(vertx, givenHost, givenPort, settings, clock, seed);
    }

    /** The same with those settings. */
    public SimulatorSetup with(SimulatorSettings given) {
        return new SimulatorSetup(vertx, host, port, given, clock, seed);
    }

    /** The same by that clock. */
    public SimulatorSetup with(InstantSource given) {
        return new SimulatorSetup(vertx, host, port, settings, given, seed);
    }

    /** The same with another seed. */
    public SimulatorSetup withSeed(long given) {
        return new SimulatorSetup(vertx, host, port, settings, clock, given);
    }
}
