package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a simulator alone, as the upstream of a benchmark or of a gateway in another process:
 * {@code SimulatorMain 9990 --host=0.0.0.0 --permits=190 --latencyMaxMillis=300 --keepRawBodies=false}. The first
 * argument is the port, any free one without it; every setting is an option under its key.
 */
public final class SimulatorMain {
    private SimulatorMain() {}

    /** Starts it, prints its address on a line of its own, and runs until the process is ended. */
    public static void main(String... arguments) throws InterruptedException {
        HubSpotSimulator simulator = HubSpotSimulator.start(setup(arguments));
        System.out.println("HubSpot simulator at " + simulator.url());
        new CountDownLatch(1).await();
    }

    static SimulatorSetup setup(String... arguments) {
        SimulatorSetup setup = SimulatorSetup.usual();
        JsonObject settings = new JsonObject();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String value = argument.substring(equals + 1);
            if (argument.startsWith("--host=")) {
                setup = setup.at(value, setup.port());
            } else if (argument.startsWith("--") && equals > 0) {
                settings.put(argument.substring(2, equals), json(value));
            } else {
                setup = setup.at(setup.host(), Integer.parseInt(argument));
            }
        }
        setup.settings().setAll(settings);
        return setup;
    }

    private static Object json(String value) {
        if (value.matches("\\d{1,10}")) {
            return Long.valueOf(value);
        }
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        return value.indexOf(',') < 0 ? value : new JsonArray(List.of(value.split(",", -1)));
    }
}
