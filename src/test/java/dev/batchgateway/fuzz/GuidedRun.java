package dev.batchgateway.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer in a process of its own: it changes inputs, keeps those that reach code none before has reached, and stops at
 * the first one that its target throws at, that takes a minute, or that takes more memory than there is.
 */
final class GuidedRun {
    private static final Path OUTPUT = Path.of("target/fuzz");
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern PROGRESS = Pattern.compile("#(\\d+)\\s.*?cov: (\\d+) ft: (\\d+) corp: (\\d+)/");

    private static final Pattern NEEDED =
            Pattern.compile("(jazzer|jackson-core|jspecify|junit-jupiter-api|junit-platform-commons|opentest4j)[^/]*$");

    /** Only what reads bytes is watched; Jackson's own parser, too, for its corners are where differences are. */
    private static final String WATCHED = String.join(
            ":",
            "dev.batchgateway.json.**",
            "dev.batchgateway.batch.**",
            "dev.batchgateway.match.**",
            "dev.batchgateway.edge.InputSink",
            "dev.batchgateway.edge.LineReader",
            "dev.batchgateway.hubspot.ReplyReader**",
            "com.fasterxml.jackson.core.json.ReaderBasedJsonParser");

    private final String name;
    private final String target;
    private final List<Path> corpus;

    /**
     * @param name of the directory in which what is found is kept
     * @param target the class whose {@code fuzzerTestOneInput} is called
     * @param corpus directories of inputs to begin with; those that are new go to the first
     */
    GuidedRun(String name, String target, List<Path> corpus) {
        this.name = name;
        this.target = target;
        this.corpus = List.copyOf(corpus);
    }

    /**
     * How it ended.
     *
     * @param executions how many inputs were tried
     * @param edges how many places in the watched code were reached
     * @param corpus how many inputs were worth keeping, each for something no other reaches
     * @param foundNothing whether all of them passed
     * @param output all that was printed
     */
    record Ended(long executions, int edges, int corpus, boolean foundNothing, String output) {}

    /**
     * Runs it until {@code options} say that it is enough: libFuzzer's, such as {@code -runs=1000}; those that start with
     * {@code -X} are the JVM's.
     */
    Ended run(String... options) throws IOException, InterruptedException {
        Path own = Files.createDirectories(OUTPUT.resolve(name));
        Path log = own.resolve("log.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Stream.of(options).filter(o -> o.startsWith("-X")).toList());
        command.addAll(List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target,
                "--instrumentation_includes=" + WATCHED,
                "--custom_hook_includes=" + WATCHED,
                "--reproducer_path=" + own,
                "-artifact_prefix=" + own + "/",
                "-dict=" + Target.words(),
                "-timeout=60",
                // None: a new process' highest use of memory begins with that of the one it was forked from.
                "-rss_limit_mb=0"));
        command.addAll(Stream.of(options).filter(o -> !o.startsWith("-X")).toList());
        for (Path directory : corpus) {
            command.add(Files.createDirectories(directory).toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = process.waitFor();
        return ended(status, Files.readString(log));
    }

    /** Only what the targets need: Jazzer looks through all of it before it begins. */
    private static String classPath() {
        // In Maven's tests the class path proper is a jar that only names the real one.
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator, -1))
                .filter(entry ->
                        !entry.endsWith(".jar") || NEEDED.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Ended ended(int status, String output) {
        long executions = 0;
        int edges = 0;
        int corpus = 0;
        for (Matcher progress = PROGRESS.matcher(output); progress.find(); ) {
            executions = Long.parseLong(progress.group(1));
            edges = Integer.parseInt(progress.group(2));
            corpus = Integer.parseInt(progress.group(4));
        }
        Matcher done = DONE.matcher(output);
        if (done.find()) {
            executions = Long.parseLong(done.group(1));
        }
        return new Ended(executions, edges, corpus, status == 0, output);
    }
}
