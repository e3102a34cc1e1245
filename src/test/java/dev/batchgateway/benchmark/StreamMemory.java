package dev.batchgateway.benchmark;

import dev.batchgateway.simulator.SimulatorControl;
import dev.batchgateway.testing.GatewayProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Memory of a gateway that serves one NDJSON stream, each time in a fresh process: 20,000 and 1,000,000 lines of about
 * 290 bytes, 300,000 lines of a caller that reads nothing before it has sent everything, and 60,000 of one that reads
 * 1 MB a second. Every answer is looked at line by line, and the simulator's ledger must count as many writes. Takes
 * about five minutes; with the names of parts ({@code sizes half slow}) only those.
 *
 * <p>{@code StreamMemory sizes -Xmx128m}: arguments that begin with a dash are options of the gateway's JVM, {@code
 * -Xmx128m} without any.
 */
public final class StreamMemory {
    private static final List<String> ALL = List.of("sizes", "half", "slow");
    private static final String TOKEN = "Bearer pat-stream-memory";
    private static final double MEGABYTE = 1e6;
    private static final int SLOW_BYTES_PER_SECOND = 1_000_000;

    private final PrintedAddress hubSpot;
    private final SimulatorControl ledger;
    private final String options;
    private final List<String> rows = new ArrayList<>();

    private StreamMemory(PrintedAddress hubSpot, String options) {
        this.hubSpot = hubSpot;
        this.ledger = new SimulatorControl(hubSpot.url());
        this.options = options;
    }

    /** Runs the parts named, or all, and prints the table. */
    public static void main(String... arguments) throws Exception {
        List<String> parts = Stream.of(arguments)
                .filter(argument -> !argument.startsWith("-"))
                .toList();
        String options = String.join(
                " ",
                Stream.of(arguments)
                        .filter(argument -> argument.startsWith("-"))
                        .toList());
        try (PrintedAddress hubSpot = SimulatorProcess.start()) {
            StreamMemory program = new StreamMemory(hubSpot, options.isEmpty() ? "-Xmx128m" : options);
            for (String part : parts.isEmpty() ? ALL : parts) {
                program.run(part);
            }
            System.out.println();
            System.out.println("One NDJSON stream, gateway with " + program.options);
            System.out.println(
                    "| caller | lines | peak memory MB | most on disk MB | lines/s | first line back after | calls |");
            System.out.println("|---|---|---|---|---|---|---|");
            program.rows.forEach(System.out::println);
        }
        System.exit(0);
    }

    private void run(String part) throws InterruptedException {
        switch (part) {
            case "sizes" -> {
                double small = stream("reads while it sends", 20_000, Caller.USUAL);
                double large = stream("reads while it sends", 1_000_000, Caller.USUAL);
                rows.add("| ratio of the two | | %.2f | | | | |".formatted(large / small));
            }
            case "half" -> stream("reads nothing before the end", 300_000, Caller.HALF_DUPLEX);
            case "slow" -> stream("reads 1 MB a second", 60_000, Caller.SLOW);
            default -> throw new IllegalArgumentException(part + " is none of " + ALL);
        }
    }

    private enum Caller {
        USUAL,
        HALF_DUPLEX,
        SLOW
    }

    /** What was seen beside the stream. */
    private record Seen(long mostSpooled, int mostCallsPerSecond, int usualCallsPerSecond) {}

    /** One stream through a fresh gateway; answers its peak memory in bytes. */
    private double stream(String what, int lines, Caller kind) throws InterruptedException {
        ledger.reset();
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), Map.of("JAVA_TOOL_OPTIONS", options))) {
            StreamCaller caller = new StreamCaller(gateway.url(), TOKEN, new Upserts("s" + lines, lines));
            switch (kind) {
                case HALF_DUPLEX -> caller.halfDuplex();
                case SLOW -> caller.reading(SLOW_BYTES_PER_SECOND);
                case USUAL -> {}
            }
            CompletableFuture<Heard> call = CompletableFuture.supplyAsync(caller::call);
            Seen seen = watch(gateway.pid(), call);
            Heard heard = call.join().allOf(lines);
            long writes = ledger.summary().writes();
            if (writes != lines) {
                throw new IllegalStateException("HubSpot has " + writes + " writes of " + lines + " lines");
            }
            if (gateway.log().contains("OutOfMemoryError")) {
                throw new IllegalStateException(gateway.log());
            }
            long peak = PeakMemory.of(gateway.pid());
            rows.add(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.0f | %.1f | %,.0f | %s | %s |",
                    what,
                    lines,
                    peak / MEGABYTE,
                    seen.mostSpooled / MEGABYTE,
                    lines / heard.seconds(),
                    kind == Caller.HALF_DUPLEX ? "–" : "%.1f %% sent".formatted(100 * heard.firstLineAt()),
                    kind == Caller.SLOW
                            ? "at most %d in a second, usually %d"
                                    .formatted(seen.mostCallsPerSecond, seen.usualCallsPerSecond)
                            : ""));
            return peak;
        }
    }

    private Seen watch(long pid, CompletableFuture<Heard> call) throws InterruptedException {
        long spooled = 0;
        List<Integer> calls = new ArrayList<>();
        int before = 0;
        for (int i = 0; !call.isDone(); i++) {
            spooled = Math.max(spooled, SpoolUse.of(pid));
            if (i % 10 == 9) {
                int now = ledger.summary().calls();
                calls.add(now - before);
                before = now;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        List<Integer> sorted = calls.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Seen(spooled, 0, 0)
                : new Seen(spooled, sorted.get(sorted.size() - 1), sorted.get(sorted.size() / 2));
    }
}
