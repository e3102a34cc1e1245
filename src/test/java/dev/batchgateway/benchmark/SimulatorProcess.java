package dev.batchgateway.benchmark;

import dev.batchgateway.simulator.SimulatorMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The simulator in a process of its own, which counts and keeps nothing, without latency and without a limit. */
final class SimulatorProcess {
    private SimulatorProcess() {}

    /** Starts it; {@code settings} as {@link SimulatorMain} takes them, after those that make it quick. */
    static PrintedAddress start(String... settings) {
        return withHeap("1g", settings);
    }

    /** The same with so large a heap, as the JVM's options write it: it takes each call in as a whole. */
    static PrintedAddress withHeap(String most, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + most,
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName(),
                "0",
                "--permits=1000000",
                "--latencyMinMillis=0",
                "--latencyMaxMillis=0",
                "--keepRawBodies=false",
                "--keepWrites=false",
                "--keepRecords=false"));
        command.addAll(List.of(settings));
        return PrintedAddress.start(Map.of(), command);
    }
}
