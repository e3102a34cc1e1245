package dev.batchgateway.benchmark;

import dev.batchgateway.simulator.SimulatorControl;
import dev.batchgateway.testing.GatewayProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an input costs the gateway as batches grow from 1,000 inputs to 1,000,000, accounts from 1 to 1,000 and batches
 * at once from 1 to 500: CPU time and time of each input, and memory. Each part has a gateway of its own that has served
 * a million inputs before. It goes from little to much twice: first for the memory, which grows where it must, then for
 * the time, when what the longest batches need has been compiled, too. Every answer must be a whole success. Takes about
 * ten minutes; with the names of parts ({@code lines bodies accounts batches}) only those.
 *
 * <p>{@code GrowthTable lines -Xmx256m}: arguments that begin with a dash are options of the gateway's JVM; without any
 * it has the collector of the JVM's image, and {@code -Xmx512m}, or {@code -Xmx1200m} for bodies, of which the longest has
 * a million inputs.
 */
public final class GrowthTable {
    private static final List<String> ALL = List.of("lines", "bodies", "accounts", "batches");
    /** Of each row, however large its batches are: the fewer there were, the more a pause of the collector's would weigh. */
    private static final int INPUTS = 1_000_000;

    /** The same where batches are small. */
    private static final int INPUTS_OF_SMALL = 200_000;

    private static final int WARM_UP_ROUNDS = 10;
    private static final int WARM_UP_INPUTS = 50_000;
    private static final int AT_ONCE = 8;
    private static final String COLLECTOR = " -XX:+UseSerialGC";
    /** Longer than what the gateway takes by itself. */
    private static final String LONG_BODIES = " -Dgateway.edge.max-body=512M";
    /** One caller may not have as many batches at once as are measured here. */
    private static final int CALLERS = 4;

    private static final double MEGABYTE = 1e6;
    /** Threads in which a JVM collects: the serial collector has none of its own. */
    private static final Pattern COLLECTORS = Pattern.compile("GC |G1 |VM Thread");

    private final Overview overview = Overview.ofThisRun();
    private final PrintedAddress hubSpot;
    private final SimulatorControl ledger;
    private final String options;
    private final AtomicInteger batches = new AtomicInteger();

    private GrowthTable(PrintedAddress hubSpot, String options) {
        this.hubSpot = hubSpot;
        this.ledger = new SimulatorControl(hubSpot.url());
        this.options = options;
    }

    /** Runs the parts named, or all, and prints the table. */
    public static void main(String... arguments) throws Exception {
        List<String> parts = Stream.of(arguments).filter(ALL::contains).toList();
        String options = String.join(
                " ",
                Stream.of(arguments)
                        .filter(argument -> argument.startsWith("-"))
                        .toList());
        try (PrintedAddress hubSpot = SimulatorProcess.start()) {
            GrowthTable program = new GrowthTable(hubSpot, options);
            for (String part : parts.isEmpty() ? ALL : parts) {
                program.run(part);
            }
        }
        System.exit(0);
    }

    private void run(String part) throws Exception {
        boolean inLines = !part.equals("bodies");
        String usual = inLines
                ? "-Xmx512m" + COLLECTOR + " -XX:NewRatio=1 -XX:TrimNativeHeapInterval=5000"
                : "-Xmx1200m" + COLLECTOR;
        String given = (options.isEmpty() ? usual : options) + (inLines ? "" : LONG_BODIES);
        System.out.printf("%nGateway with %s%n%n", given);
        System.out.println(
                "| batches | inputs of each | accounts | at once | CPU µs an input | of it the kernel's | the collector's"
                        + " | time µs an input | peak memory MB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        List<Double> peaks = new ArrayList<>();
        List<Cost> costs = new ArrayList<>();
        try (GatewayProcess gateway = GatewayProcess.start(hubSpot.url(), Map.of("JAVA_TOOL_OPTIONS", given))) {
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                send(gateway, new Load(WARM_UP_INPUTS / 1_000, 1_000, 1, AT_ONCE, inLines));
                send(gateway, new Load(1, WARM_UP_INPUTS, 1, 1, inLines));
            }
            for (Load load : loads(part)) {
                send(gateway, load);
                peaks.add(PeakMemory.of(gateway.pid()) / MEGABYTE);
            }
            for (Load load : loads(part)) {
                costs.add(measure(gateway, load, peaks.get(costs.size())));
            }
        }
        overview(
                switch (part) {
                    case "lines" -> "NDJSON batches of 1,000,000 beside those of 1,000";
                    case "bodies" -> "JSON batches of 1,000,000 beside those of 1,000";
                    case "accounts" -> "1,000 accounts beside one";
                    default -> "500 batches at once beside one at a time";
                },
                costs);
    }

    /** From little to much. */
    private static List<Load> loads(String part) {
        return switch (part) {
            case "lines", "bodies" ->
                Stream.of(1_000, 10_000, 100_000, 1_000_000)
                        .map(size -> new Load(INPUTS / size, size, 1, 1, part.equals("lines")))
                        .toList();
            case "accounts" ->
                Stream.of(1, 10, 100, 1_000)
                        .map(accounts -> new Load(1_000, INPUTS_OF_SMALL / 1_000, accounts, AT_ONCE, true))
                        .toList();
            default ->
                Stream.of(1, 10, 100, 500)
                        .map(atOnce -> new Load(500, INPUTS_OF_SMALL / 500, CALLERS, atOnce, true))
                        .toList();
        };
    }

    /** CPU time and time of an input in µs, and the most memory up to there in MB. */
    private record Cost(double cpu, double time, double memory) {}

    private void overview(String what, List<Cost> costs) {
        Cost little = costs.get(0);
        Cost much = costs.get(costs.size() - 1);
        overview.row(
                what + ": CPU time of an input",
                "no more",
                "%.1f µs".formatted(much.cpu),
                "%.1f µs".formatted(little.cpu),
                "%.2f".formatted(much.cpu / little.cpu));
        overview.row(
                what + ": memory",
                "–",
                "%.0f MB".formatted(much.memory),
                "%.0f MB".formatted(little.memory),
                "%.2f".formatted(much.memory / little.memory));
    }

    /** {@code count} batches of {@code size} inputs for so many accounts, so many at once, as lines or as bodies. */
    private record Load(int count, int size, int accounts, int atOnce, boolean inLines) {}

    private Cost measure(GatewayProcess gateway, Load load, double peak) throws Exception {
        ledger.reset();
        CpuTime before = CpuTime.of(gateway.pid());
        CpuTime collected = CpuTime.ofThreads(gateway.pid(), COLLECTORS);
        long began = System.nanoTime();
        send(gateway, load);
        double micros = (System.nanoTime() - began) / 1e3;
        CpuTime cpu = CpuTime.of(gateway.pid()).minus(before);
        CpuTime collector = CpuTime.ofThreads(gateway.pid(), COLLECTORS).minus(collected);
        double inputs = (double) load.count * load.size;
        if (ledger.summary().writes() != (long) inputs) {
            throw new IllegalStateException("HubSpot has " + ledger.summary().writes() + " writes of " + inputs);
        }
        Cost cost = new Cost(cpu.micros() / inputs, micros / inputs, peak);
        System.out.printf(
                Locale.ROOT,
                "| %,d %s | %,d | %,d | %d | %.1f | %.1f | %.1f | %.1f | %.0f |%n",
                load.count,
                load.inLines ? "NDJSON" : "JSON",
                load.size,
                load.accounts,
                load.atOnce,
                cost.cpu,
                cpu.systemMicros() / inputs,
                collector.micros() / inputs,
                cost.time,
                cost.memory);
        return cost;
    }

    private void send(GatewayProcess gateway, Load load) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(load.atOnce);
        IntFunction<Heard> call = i -> {
            Upserts batch = new Upserts("g" + batches.incrementAndGet(), load.size);
            String token = "Bearer growth-" + i % load.accounts;
            return load.inLines
                    ? new StreamCaller(gateway.url(), token, batch).call()
                    : new BodyCaller(gateway.url(), token, batch, false).call();
        };
        try {
            List<Future<Heard>> calls = new ArrayList<>();
            for (int i = 0; i < load.count; i++) {
                int number = i;
                calls.add(threads.submit(() -> call.apply(number)));
            }
            for (Future<Heard> heard : calls) {
                heard.get().allOf(load.size);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
