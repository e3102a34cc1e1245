package dev.batchgateway.benchmark;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs {@link BytePath} with JMH, and says what its steps come to beside Jackson's streaming parser, which only reads the
 * same bytes. Arguments are those of JMH ({@code -f 1 -wi 3 -w 1 -i 5 -r 1}).
 */
public final class ByteSteps {
    private ByteSteps() {}

    /** Runs the steps; JMH prints its own table. */
    public static void main(String... arguments) throws Exception {
        Collection<RunResult> results = new Runner(new CommandLineOptions(arguments)).run();
        Map<String, Double> nanos = new HashMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            nanos.put(
                    name.substring(name.lastIndexOf('.') + 1),
                    // The first iteration now and then takes ten times as long as the others.
                    result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        overview("a body", nanos, List.of("findInputs", "readInputs", "makeCall"), "jacksonReadsTheBody");
        overview("a reply", nanos, List.of("findResults", "match"), "jacksonReadsTheReply");
    }

    private static void overview(String what, Map<String, Double> nanos, List<String> steps, String jackson) {
        if (!nanos.containsKey(jackson) || !nanos.keySet().containsAll(steps)) {
            return;
        }
        double ours = steps.stream().mapToDouble(nanos::get).sum();
        Overview.ofThisRun()
                .row(
                        "the bytes of " + what + ": " + String.join(", ", steps),
                        "–",
                        "%.0f ns a record".formatted(ours),
                        "Jackson's tokens, nothing done with them, %.0f ns".formatted(nanos.get(jackson)),
                        "%.2f".formatted(ours / nanos.get(jackson)));
    }
}
