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
 * Memory of a gateway that serves an NDJSON stream, each time in a fresh process: 20,000 lines of about 290 bytes, fifty
 * such streams one after another (a Java program takes more memory as it warms up), 1,000,000 lines at once, 300,000 lines of a caller that reads nothing before it has sent everything, and 60,000 of one that reads
 * 1 MB a second. Every answer is looked at line by line, and the simulator's ledger must count as many writes. Takes
 * about six minutes; with the names of parts ({@code sizes half slow}) only those.
 *
 * <p>{@code StreamMemory sizes -Xmx128m}: arguments that begin with a dash are options of the gateway's JVM, {@code
 * -Xmx128m} without any.
 */
public final class StreamMemory {
    private static final List<String> ALL = List.of("sizes", "half", "slow");
    private static final String TOKEN = "Bearer pat-stream-memory";
    private static final double MEGABYTE = 1e6;
    private static final int LOOKS_A_SECOND = 10;
    private static final int SLOW_BYTES_PER_SECOND = 1_000_000;

    private final PrintedAddress hubSpot;
    private final SimulatorControl ledger;
    private final String options;
    private final Overview overview = Overview.ofThisRun();
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
            System.out.println("NDJSON streams, gateway with " + program.options);
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
                double first = streams("reads while it sends", 1, 20_000, Caller.USUAL);
                double many = streams("reads while it sends", 50, 20_000, Caller.USUAL);
                double one = streams("reads while it sends", 1, 1_000_000, Caller.USUAL);
                rows.add("| the last beside fifty as small, and beside the first | | %.2f, %.2f | | | | |"
                        .formatted(one / many, one / first));
                overview.row(
                        "memory of an NDJSON stream of 1,000,000 lines",
                        "at most 1.25",
                        "%.0f MB".formatted(one / MEGABYTE),
                        "20,000 lines, %.0f MB".formatted(first / MEGABYTE),
                        "%.2f".formatted(one / first));
                overview.row(
                        "the same, beside a process that has served as many lines in short streams",
                        "at most 1.25",
                        "%.0f MB".formatted(one / MEGABYTE),
                        "50 times 20,000 lines, %.0f MB".formatted(many / MEGABYTE),
                        "%.2f".formatted(one / many));
            }
            case "half" -> alone("reads nothing before the end", 300_000, Caller.HALF_DUPLEX);
            case "slow" -> alone("reads 1 MB a second", 60_000, Caller.SLOW);
            default -> throw new IllegalArgumentException(part + " is none of " + ALL);
        }
    }

    private void alone(String who, int lines, Caller kind) throws InterruptedException {
        double peak = streams(who, 1, lines, kind);
        overview.row(
                String.format(Locale.ROOT, "an NDJSON stream of %,d lines, whose caller %s", lines, who),
                "every line",
                "every line; %.0f MB".formatted(peak / MEGABYTE),
                "–",
                "–");
    }

    private enum Caller {
        USUAL,
        HALF_DUPLEX,
        SLOW
    }

    /** What was seen beside a stream: bytes on disk, calls in its first second, and calls a second after that. */
    private record Seen(long mostSpooled, int firstCalls, double laterCalls) {}

    /** Streams through a fresh gateway, one after another; answers its peak memory in bytes. */
    private double streams(String what, int times, int lines, Caller kind) throws InterruptedException {
        ledger.reset();
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), Map.of("JAVA_TOOL_OPTIONS", options))) {
            Seen seen = new Seen(0, 0, 0);
            Heard heard = Heard.wrong(0, 0, 0, "");
            double seconds = 0;
            for (int i = 0; i < times; i++) {
                StreamCaller caller = caller(gateway, new Upserts("s" + i, lines), kind);
                CompletableFuture<Heard> call = CompletableFuture.supplyAsync(caller::call);
                seen = watch(gateway.pid(), call);
                heard = call.join().allOf(lines);
                seconds += heard.seconds();
            }
            long writes = ledger.summary().writes();
            if (writes != (long) times * lines) {
                throw new IllegalStateException("HubSpot has " + writes + " writes");
            }
            if (gateway.log().contains("OutOfMemoryError")) {
                throw new IllegalStateException(gateway.log());
            }
            long peak = PeakMemory.of(gateway.pid());
            rows.add(String.format(
                    Locale.ROOT,
                    "| %s | %s%,d | %.0f | %.1f | %,.0f | %s | %s |",
                    what,
                    times > 1 ? times + " times " : "",
                    lines,
                    peak / MEGABYTE,
                    seen.mostSpooled / MEGABYTE,
                    times * lines / seconds,
                    kind == Caller.HALF_DUPLEX ? "–" : "%.1f %% sent".formatted(100 * heard.firstLineAt()),
                    kind == Caller.SLOW
                            ? "%d in the first second, then %.1f a second".formatted(seen.firstCalls, seen.laterCalls)
                            : ""));
            return peak;
        }
    }

    private static StreamCaller caller(GatewayProcess gateway, Upserts batch, Caller kind) {
        StreamCaller caller = new StreamCaller(gateway.url(), TOKEN, batch);
        return switch (kind) {
            case USUAL -> caller;
            case HALF_DUPLEX -> caller.halfDuplex();
            case SLOW -> caller.reading(SLOW_BYTES_PER_SECOND);
        };
    }

    private Seen watch(long pid, CompletableFuture<Heard> call) throws InterruptedException {
        long spooled = 0;
        int first = 0;
        long began = System.nanoTime();
        for (int i = 0; !call.isDone(); i++) {
            spooled = Math.max(spooled, SpoolUse.of(pid));
            first = i == LOOKS_A_SECOND ? ledger.summary().calls() : first;
            TimeUnit.MILLISECONDS.sleep(1_000 / LOOKS_A_SECOND);
        }
        double later = (System.nanoTime() - began) / 1e9 - 1;
        return new Seen(spooled, first, (ledger.summary().calls() - first) / later);
    }
}
