package dev.batchgateway.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A HubSpot on a port of this machine: real HTTP, HubSpot's rules, scripted faults, and a ledger of what it wrote.
 *
 * <p>It can be told and asked everything from Java through this class, or from another process over HTTP under
 * {@code /_simulator/} ({@link ControlPlane}). May be used from any thread but an event loop, as starting and closing
 * block.
 */
public final class HubSpotSimulator implements AutoCloseable {
    private final SimulatorSetup setup;
    private final SimulatorSettings settingsAtStart;
    private final Script script;
    private final Vertx vertx;
    private final SimulatorServer server;
    private volatile Session session;

    private HubSpotSimulator(SimulatorSetup setup) {
        this.setup = setup;
        this.settingsAtStart = setup.settings().copy();
        this.script = new Script(new Random(setup.seed()));
        this.session = Session.of(setup.settings(), setup.seed());
        this.vertx = setup.vertx().orElseGet(HubSpotSimulator::ownVertx);
        this.server = new SimulatorServer(vertx, new ControlPlane(this));
    }

    /** Starts one on loopback, any free port, with its own Vert.x and the default settings. */
    public static HubSpotSimulator start() {
        return start(SimulatorSetup.usual());
    }

    /** The same with those settings. */
    public static HubSpotSimulator start(SimulatorSettings settings) {
        return start(SimulatorSetup.usual().with(settings));
    }

    /** The same on a Vert.x that somebody else closes. */
    public static HubSpotSimulator start(Vertx vertx, SimulatorSettings settings) {
        return start(SimulatorSetup.usual().on(vertx).with(settings));
    }

    /** Starts one; it listens when this returns. */
    public static HubSpotSimulator start(SimulatorSetup setup) {
        HubSpotSimulator simulator = new HubSpotSimulator(setup);
        simulator.server.listen(setup.host(), setup.port(), request -> new Exchange(
                        simulator.session, setup, simulator.script, simulator.vertx, request)
                .begin());
        return simulator;
    }

    /** Where it listens, to be used in place of {@code https://api.hubapi.com}: no path, no slash at the end. */
    public URI url() {
        return URI.create("http://" + setup.host() + ":" + server.port());
    }

    /** What was received and written since the last reset; ask again after one. */
    public Ledger ledger() {
        return session.ledger();
    }

    /** The faults to come. */
    public Script script() {
        return script;
    }

    /** The settings it works by; they may be changed at any time. */
    public SimulatorSettings settings() {
        return setup.settings();
    }

    /** Adds a record without a call, so that updates, reads and conflicts find it. Returns its id. */
    public String add(String objectType, Map<String, String> properties) {
        return session.hubSpot()
                .add(
                        objectType,
                        Optional.empty(),
                        properties,
                        Span.printed(setup.clock().instant()));
    }

    /** Adds a record with that id, or changes the one that has it. */
    public void add(String objectType, String id, Map<String, String> properties) {
        session.hubSpot()
                .add(
                        objectType,
                        Optional.of(id),
                        properties,
                        Span.printed(setup.clock().instant()));
    }

    /**
     * Forgets records, ledger, script and used permits and puts the settings back to what they were at the start.
     * Calls in progress end against the state they began with.
     */
    public void reset() {
        script.clear();
        setup.settings().putBack(settingsAtStart);
        session = Session.of(setup.settings(), setup.seed());
    }

    @Override
    public void close() {
        server.close();
        if (setup.vertx().isEmpty()) {
            SimulatorServer.await(vertx.close());
        }
    }

    private static Vertx ownVertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }
}
