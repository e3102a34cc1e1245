package dev.batchgateway.benchmark;

import dev.batchgateway.simulator.SimulatorControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How fast the packaged programs start and how much they need, side by side: from exec to the first HTTP 200 and to the
 * first successful batch, memory when idle and while 300,000 inputs are streamed, CPU per record when warm, and what
 * they weigh.
 *
 * <p>{@code StartAndSize name=command …}, where each command is split at its spaces and its last file is the program; without arguments the native binary
 * and the jar, as far as the last builds have left them in {@code target}. {@code runs=20} before the first name sets
 * how often each is started, {@code seconds=30} how long each is under load.
 */
public final class StartAndSize {
    private static final int LINES = 300_000;
    private static final int STREAMS = 3;
    private static final Path BUILD = Path.of("target");

    private StartAndSize() {}

    /** Runs it and prints the table. */
    public static void main(String... arguments) throws Exception {
        Map<String, List<String>> programs = programs(arguments);
        int runs = number(arguments, "runs=", 20);
        int seconds = number(arguments, "seconds=", 30);
        try (PrintedAddress hubSpot = SimulatorProcess.start()) {
            List<String> rows = new ArrayList<>();
            for (Map.Entry<String, List<String>> program : programs.entrySet()) {
                rows.add(row(program.getKey(), program.getValue(), hubSpot, runs, seconds));
            }
            System.out.println();
            System.out.println("medians of " + runs + " starts, each until a batch of one call has succeeded");
            System.out.println(
                    "program         first 200  first batch   idle RSS  anonymous  streaming   CPU a record  RSS after");
            rows.forEach(System.out::println);
            sizes(programs);
        }
    }

    private static Map<String, List<String>> programs(String... arguments) {
        Map<String, List<String>> programs = new TreeMap<>();
        for (String argument : arguments) {
            if (!argument.startsWith("runs=") && !argument.startsWith("seconds=")) {
                String[] parts = argument.split("=", 2);
                programs.put(parts[0], Arrays.asList(parts[1].split(" ")));
            }
        }
        if (programs.isEmpty()) {
            programs.put(
                    "jar",
                    List.of(
                            "java",
                            "-jar",
                            BUILD.resolve("quarkus-app/quarkus-run.jar").toString()));
            programs.put(
                    "native",
                    List.of(BUILD.resolve("hubspot-batch-gateway-1.0.0-SNAPSHOT-runner")
                            .toString()));
            programs.values().removeIf(command -> !Files.exists(Path.of(command.get(command.size() - 1))));
        }
        return programs;
    }

    private static int number(String[] arguments, String name, int byDefault) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name))
                .mapToInt(argument -> Integer.parseInt(argument.substring(name.length())))
                .findFirst()
                .orElse(byDefault);
    }

    private static String row(String name, List<String> command, PrintedAddress hubSpot, int runs, int seconds)
            throws Exception {
        SimulatorControl ledger = new SimulatorControl(hubSpot.url());
        // The first ones read the files from the disk, and warm up what measures.
        StartedProgram.start(command, hubSpot.url()).close();
        StartedProgram.start(command, hubSpot.url()).close();
        List<Double> answers = new ArrayList<>();
        List<Double> batches = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        List<Double> anonymous = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            try (StartedProgram program = StartedProgram.start(command, hubSpot.url())) {
                answers.add(program.firstAnswerMillis());
                batches.add(program.firstBatchMillis());
            }
            ledger.reset();
        }
        List<Double> streaming = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            try (StartedProgram program = StartedProgram.idle(command, hubSpot.url())) {
                resident.add(program.megabytes("VmRSS"));
                anonymous.add(program.megabytes("RssAnon"));
                streaming.add(program.megabytesAfterStreaming(LINES));
            }
        }
        try (StartedProgram program = StartedProgram.start(command, hubSpot.url())) {
            double micros = program.cpuMicrosPerRecord(seconds);
            return String.format(
                    Locale.ROOT,
                    "%-15s %6.0f ms   %6.0f ms   %6.1f MB  %6.1f MB   %6.1f MB      %6.2f µs  %6.1f MB",
                    name,
                    median(answers),
                    median(batches),
                    median(resident),
                    median(anonymous),
                    median(streaming),
                    micros,
                    program.megabytes("VmRSS"));
        }
    }

    private static void sizes(Map<String, List<String>> programs) throws Exception {
        System.out.println();
        for (Map.Entry<String, List<String>> program : programs.entrySet()) {
            Path file = program.getValue().stream()
                    .map(Path::of)
                    .filter(Files::exists)
                    .reduce((first, last) -> last)
                    .orElseThrow();
            Path all = file.endsWith("quarkus-run.jar") ? file.resolveSibling("") : file;
            System.out.printf(
                    Locale.ROOT, "%-15s %6.1f MB on disk%n", program.getKey(), SizeOnDisk.of(all) / 1_000_000.0);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
