package dev.batchgateway.benchmark;

import dev.batchgateway.simulator.SimulatorControl;
import dev.batchgateway.testing.ControlGroup;
import dev.batchgateway.testing.GatewayProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Far more than a small gateway can hold: 200 callers at once, each with 20 MB of upserts, as JSON bodies with a
 * length, as JSON bodies in chunks, as NDJSON streams, and mixed: those, streams that are read slowly or not before
 * all is sent, streams of lines of 900,000 bytes and of 200, and single calls that are passed on. Each must get a
 * complete and right answer or a 503 that says when to come again; afterwards a small batch must be served, and the
 * log must know of no OutOfMemoryError. Takes about a quarter of an hour; with the names of parts ({@code fixed chunked
 * streams mixed}, or one of the other kinds, such as {@code "read late"}, or {@code "middling lines"} of 250,000 bytes) only those.
 *
 * <p>{@code Overload fixed limit=256 -Xmx102m}: arguments that begin with a dash are options of the gateway's JVM or
 * binary; with {@code limit=256} the kernel ends a gateway that takes more MiB than that, as it does with a container's;
 * one that is a number is the size of a body in MB. Without options the gateway runs as its image does, in a container of
 * {@code limit} or 256 MiB, held to it where this machine allows (which takes root).
 */
public final class Overload {
    private static final List<String> ALL = List.of("fixed", "chunked", "streams", "mixed");
    private static final List<String> MIXED = List.of(
            "fixed", "chunked", "streams", "read late", "read slowly", "long lines", "short lines", "passed on");
    /** Only by name: lines that are let in however full the gateway is. */
    private static final String MIDDLING = "middling lines";
    /** Bytes a second. */
    private static final long SLOW = 1_000_000;
    /** Near the longest line that is taken. */
    private static final int LONG = 900_000;
    /** A little less than 256 KiB. */
    private static final int MIDDLE = 250_000;

    private static final int CONTAINER_MIB = 256;
    private static final int CALLERS = 200;
    private static final int CALLERS_PER_ACCOUNT = 20;
    private static final int USUAL_MEGABYTES = 20;
    private static final int WARM_UP = 20;
    private static final int SMALL = 1_000;
    private static final double MEGABYTE = 1e6;

    private final PrintedAddress hubSpot;
    private final SimulatorControl ledger;
    private final List<String> options;
    private final Optional<Integer> limitMiB;
    private final long bytes;
    private final Overview overview = Overview.ofThisRun();
    private final List<String> rows = new ArrayList<>();

    private Overload(PrintedAddress hubSpot, List<String> options, Optional<Integer> limitMiB, int megabytes) {
        this.hubSpot = hubSpot;
        this.ledger = new SimulatorControl(hubSpot.url());
        this.options = options;
        this.limitMiB = limitMiB;
        this.bytes = (long) (megabytes * MEGABYTE);
    }

    /** Runs the parts named, or all, and prints the table. */
    public static void main(String... arguments) throws Exception {
        List<String> parts = Stream.of(arguments)
                .filter(argument -> ALL.contains(argument) || MIXED.contains(argument) || argument.equals(MIDDLING))
                .toList();
        List<String> options = Stream.of(arguments)
                .filter(argument -> argument.startsWith("-"))
                .toList();
        Optional<Integer> givenMiB = Stream.of(arguments)
                .filter(argument -> argument.startsWith("limit="))
                .map(argument -> Integer.valueOf(argument.substring("limit=".length())))
                .findFirst();
        Optional<Integer> limitMiB = options.isEmpty() && givenMiB.isEmpty() ? canBeHeldTo(CONTAINER_MIB) : givenMiB;
        int megabytes = Stream.of(arguments)
                .filter(argument -> argument.matches("\\d+"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(USUAL_MEGABYTES);
        try (PrintedAddress hubSpot = SimulatorProcess.withHeap(parts.contains("passed on") ? "8g" : "1g")) {
            Overload program = new Overload(
                    hubSpot,
                    options.isEmpty() ? ofAnImage(givenMiB.orElse(CONTAINER_MIB)) : options,
                    limitMiB,
                    megabytes);
            for (String part : parts.isEmpty() ? ALL : parts) {
                program.run(part);
            }
            System.out.println();
            System.out.printf(
                    "%d callers at once with %d MB each, %s with %s%s%n",
                    CALLERS,
                    megabytes,
                    GatewayProcess.isNative() ? "native binary" : "gateway",
                    String.join(" ", program.options),
                    limitMiB.map(most -> ", in a control group of " + most + " MiB")
                            .orElse(""));
            System.out.println(
                    "| body | served, complete and right | 503 with Retry-After | neither | median and longest time to a 503"
                            + " | all over after | peak memory MB | small batch afterwards |");
            System.out.println("|---|---|---|---|---|---|---|---|");
            program.rows.forEach(System.out::println);
        }
        System.exit(0);
    }

    private static Optional<Integer> canBeHeldTo(int mebibytes) {
        Optional<ControlGroup> group = ControlGroup.of((long) mebibytes << 20);
        group.ifPresent(ControlGroup::close);
        if (group.isEmpty()) {
            System.out.println("No control group can be made here: nothing ends a gateway that takes more memory.");
        }
        return group.map(made -> mebibytes);
    }

    /** Two fifths of the container for the heap, group or not. */
    private static List<String> ofAnImage(int containerMiB) {
        String heap = "-Xmx" + containerMiB * 2 / 5 + "m";
        return GatewayProcess.isNative()
                ? List.of(heap)
                : List.of(heap, "-XX:+UseSerialGC", "-XX:NewRatio=1", "-XX:TrimNativeHeapInterval=5000");
    }

    private void run(String part) throws Exception {
        Optional<ControlGroup> group = limitMiB.map(most ->
                ControlGroup.of((long) most << 20).orElseThrow(() -> new IllegalStateException("No group to be made")));
        try {
            run(part, group);
        } finally {
            group.ifPresent(ControlGroup::close);
        }
    }

    private void run(String part, Optional<ControlGroup> group) throws Exception {
        List<String> command = GatewayProcess.command(options.toArray(String[]::new));
        List<String> within = group.map(bound -> bound.within(command)).orElse(command);
        ledger.reset();
        try (GatewayProcess gateway = GatewayProcess.start(within, hubSpot.url(), Map.of())) {
            for (int i = 0; i < WARM_UP; i++) {
                new BodyCaller(gateway.url(), "Bearer overload-before", new Upserts("b" + i, 10 * SMALL), false)
                        .call()
                        .allOf(10 * SMALL);
            }
            ledger.reset();
            long began = System.nanoTime();
            List<Heard> heard = callAll(gateway, part);
            double seconds = (System.nanoTime() - began) / 1e9;
            long peak = PeakMemory.of(gateway.pid());
            Heard small =
                    new BodyCaller(gateway.url(), "Bearer overload-after", new Upserts("after", SMALL), false).call();
            rows.add(row(part, heard, seconds, peak, small));
            overview.row(
                    "%d callers at once with %.0f MB each, %s".formatted(CALLERS, bytes / MEGABYTE, part),
                    "neither: 0",
                    "served %d, 503 %d, neither %d; %.0f MB"
                            .formatted(
                                    heard.stream().filter(Heard::isServed).count(),
                                    heard.stream().filter(Heard::isTurnedAway).count(),
                                    neither(heard),
                                    peak / MEGABYTE),
                    "–",
                    "–");
            tell(gateway, heard);
        }
    }

    private List<Heard> callAll(GatewayProcess gateway, String part) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        CompletableFuture<Void> start = new CompletableFuture<>();
        List<Future<Heard>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            String name = "c%03d".formatted(i);
            String token = "Bearer overload-" + i / CALLERS_PER_ACCOUNT;
            String kind = part.equals("mixed") ? MIXED.get(i % MIXED.size()) : part;
            calls.add(threads.submit(() -> {
                start.join();
                return call(gateway, kind, name, token);
            }));
        }
        start.complete(null);
        List<Heard> heard = new ArrayList<>();
        for (Future<Heard> call : calls) {
            heard.add(call.get());
        }
        threads.shutdown();
        return heard;
    }

    private Heard call(GatewayProcess gateway, String kind, String name, String token) {
        Upserts usual = Upserts.of(bytes, name, 90);
        return switch (kind) {
            case "fixed", "chunked" -> new BodyCaller(gateway.url(), token, usual, kind.equals("chunked")).call();
            case "streams" -> new StreamCaller(gateway.url(), token, usual).call();
            case "read late" ->
                new StreamCaller(gateway.url(), token, usual).halfDuplex().call();
            case "read slowly" ->
                new StreamCaller(gateway.url(), token, usual).reading(SLOW).call();
            case "long lines" -> new StreamCaller(gateway.url(), token, Upserts.of(bytes, name, LONG)).call();
            case MIDDLING -> new StreamCaller(gateway.url(), token, Upserts.of(bytes, name, MIDDLE)).call();
            case "short lines" -> new StreamCaller(gateway.url(), token, Upserts.of(bytes, name, 0)).call();
            case "passed on" -> new PassedCaller(gateway.url(), token, name, bytes).call();
            default -> throw new IllegalArgumentException("There are no callers of the kind " + kind);
        };
    }

    private static String row(String part, List<Heard> heard, double seconds, long peak, Heard small) {
        List<Double> turnedAway = heard.stream()
                .filter(Heard::isTurnedAway)
                .map(Heard::headSeconds)
                .sorted()
                .toList();
        long served = heard.stream().filter(Heard::isServed).count();
        int all = heard.stream().mapToInt(Heard::succeeded).sum();
        return String.format(
                Locale.ROOT,
                "| %s | %d (%,d inputs succeeded) | %d | %d | %s | %.1f s | %.0f | %s |",
                part,
                served,
                all,
                turnedAway.size(),
                neither(heard),
                turnedAway.isEmpty()
                        ? "–"
                        : "%.2f s, %.2f s"
                                .formatted(
                                        turnedAway.get(turnedAway.size() / 2), turnedAway.get(turnedAway.size() - 1)),
                seconds,
                peak / MEGABYTE,
                small.isServed() && small.succeeded() == SMALL
                        ? "%.2f s".formatted(small.seconds())
                        : small.toString());
    }

    private static long neither(List<Heard> heard) {
        return heard.stream()
                .filter(one -> !one.isServed() && !one.isTurnedAway())
                .count();
    }

    /** What the table has no room for: answers that are neither, those that are no whole success, and the log. */
    private void tell(GatewayProcess gateway, List<Heard> heard) {
        heard.stream()
                .filter(one -> !one.isServed() && !one.isTurnedAway())
                .limit(10)
                .forEach(one -> System.out.println("neither: " + one));
        long cutShort = heard.stream()
                .filter(one -> one.isServed()
                        && one.counts().stream().mapToInt(Integer::intValue).sum() != one.succeeded())
                .peek(one -> System.out.println("served, with inputs that did not succeed: " + one.counts()))
                .count();
        System.out.println(cutShort + " answers with inputs that did not succeed; the ledger has "
                + ledger.summary().writes() + " writes");
        gateway.log()
                .lines()
                .filter(line -> line.contains("OutOfMemory") || line.contains(" ERROR ") || line.contains(" WARN "))
                .limit(10)
                .forEach(line -> System.out.println("log: " + line));
    }
}
