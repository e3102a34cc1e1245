package dev.batchgateway.benchmark;

import dev.batchgateway.testing.GatewayProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a record costs: CPU time of the packaged gateway for batches of 10,000 records, beside that of nginx proxying
 * the same records already cut into calls of a hundred, in turns, in front of an upstream without latency and without a
 * rate limit ({@link CannedHubSpot}). Then the latency of one call of a hundred at 200 requests a second: direct,
 * through nginx, through the gateway. Takes three to five minutes. Arguments are options of the gateway's
 * JVM, or of its native binary, if that is what was built last.
 */
public final class CostPerRecord {
    private static final int RECORDS_PER_CALL = CannedHubSpot.RESULTS;
    private static final int CALLS_PER_BATCH = 100;
    /** A JVM is warm when it compiles no more to speak of: each kind of load in turns until then, but not for ever. */
    private static final int WARM_UP_ROUND_SECONDS = 6;

    private static final int LEAST_WARM_UP_ROUNDS = 3;
    private static final int MOST_WARM_UP_ROUNDS = 12;
    private static final double COMPILING = 0.005;
    private static final Pattern COMPILERS = Pattern.compile("C[12] ");
    private static final int ROUNDS = 5;
    private static final int ROUND_SECONDS = 4;
    private static final int BATCHES_AT_ONCE = 2;
    private static final int CALLS_AT_ONCE = 8;
    private static final int LATENCY_SECONDS = 4;
    private static final int LATENCY_ROUNDS = 6;
    private static final int REQUESTS_PER_SECOND = 200;
    private static final int LATENCY_CONNECTIONS = 4;

    private final Overview overview = Overview.ofThisRun();
    private final URI upstream;
    private final GatewayProcess gateway;
    private final Optional<NginxProcess> nginx;

    private CostPerRecord(URI upstream, GatewayProcess gateway, Optional<NginxProcess> nginx) {
        this.upstream = upstream;
        this.gateway = gateway;
        this.nginx = nginx;
    }

    /**
     * Runs it and prints the tables.
     *
     * @param options of the gateway's JVM or binary, for example {@code -Xmx256m}
     */
    public static void main(String... options) throws Exception {
        List<String> canned = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CannedHubSpot.class.getName());
        try (PrintedAddress upstream = PrintedAddress.start(Map.of(), canned)) {
            Optional<NginxProcess> nginx = NginxProcess.start(upstream.url());
            try (GatewayProcess gateway =
                    GatewayProcess.start(GatewayProcess.command(options), upstream.url(), Map.of())) {
                new CostPerRecord(upstream.url(), gateway, nginx).run();
                gateway.terminate();
                gateway.exitStatus();
            } finally {
                nginx.ifPresent(NginxProcess::close);
            }
        }
        System.exit(0);
    }

    private void run() throws Exception {
        Kind upsert = Kind.of("upsert");
        Kind create = Kind.of("create");
        System.out.printf(
                Locale.ROOT,
                "%s %s; inputs of %d bytes%n",
                GatewayProcess.isNative() ? "Native binary, load by" : System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version"),
                upsert.inputBytes);
        warmUp(upsert, create);
        if (nginx.isEmpty()) {
            System.out.println("There is no nginx on this machine, so its rows are missing.");
        }
        System.out.println("| CPU time               | us a record | us a call of 100 | user | system | records/s |");
        System.out.println("|------------------------|-------------|------------------|------|--------|-----------|");
        for (Kind kind : List.of(upsert, create)) {
            cost(kind);
        }
        latencies(upsert);
    }

    /** Rounds of each in turns, as those of {@link #cost}. */
    private void latencies(Kind kind) throws Exception {
        List<Long> direct = new ArrayList<>();
        List<Long> proxied = new ArrayList<>();
        List<Long> ours = new ArrayList<>();
        for (int round = 0; round < LATENCY_ROUNDS; round++) {
            direct.addAll(paced(upstream, kind.call));
            if (nginx.isPresent()) {
                proxied.addAll(paced(nginx.get().url(), kind.call));
            }
            ours.addAll(paced(gateway.url(), kind.call));
        }
        System.out.println();
        System.out.println("| latency, 100 records, 200 a second | median ms | p99 ms |   max |");
        System.out.println("|------------------------------------|-----------|--------|-------|");
        Latency straight = latency("direct", direct);
        if (nginx.isPresent()) {
            latency("nginx", proxied);
        }
        Latency through = latency("gateway", ours);
        overview.row(
                "latency of a call of 100, 200 a second: median",
                "less than 1 ms more",
                "%.2f ms".formatted(through.median),
                "no gateway, %.2f ms".formatted(straight.median),
                "%+.2f ms".formatted(through.median - straight.median));
        overview.row(
                "the same: 99th percentile",
                "less than 5 ms more",
                "%.2f ms".formatted(through.most99),
                "no gateway, %.2f ms".formatted(straight.most99),
                "%+.2f ms".formatted(through.most99 - straight.most99));
    }

    /** In milliseconds; of a hundred calls 99 take no longer than {@code most99}. */
    private record Latency(double median, double most99) {}

    /** The same requests in both forms. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kind(String name, byte[] batch, byte[] call, int inputBytes) {
        static Kind of(String operation) {
            String path = "/crm/v3/objects/contacts/batch/" + operation;
            return new Kind(
                    operation,
                    KeptConnection.request(path, body(operation, RECORDS_PER_CALL * CALLS_PER_BATCH)),
                    KeptConnection.request(path, body(operation, RECORDS_PER_CALL)),
                    input(operation, 0).length());
        }
    }

    /** A body of so many inputs of about the size that HubSpot's callers send. */
    static String body(String operation, int inputs) {
        StringBuilder body = new StringBuilder("{\"inputs\":[");
        for (int i = 0; i < inputs; i++) {
            body.append(i > 0 ? "," : "").append(input(operation, i));
        }
        return body.append("]}").toString();
    }

    private static String input(String operation, int place) {
        String email = "user" + (100_000 + place) + "@example.com";
        String key = operation.equals("create") ? "" : "\"id\":\"" + email + "\",\"idProperty\":\"email\",";
        return "{" + key + "\"properties\":{\"email\":\"" + email + "\",\"firstname\":\"Ada\",\"lastname\":"
                + "\"Lovelace " + place + "\",\"note\":\"" + "x".repeat(key.isEmpty() ? 190 : 137) + "\"}}";
    }

    /** Rounds of one and the other in turns, so that both meet the machine in the same state. */
    private void cost(Kind kind) throws Exception {
        Sum ours = new Sum();
        Sum theirs = new Sum();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(
                    () -> CpuTime.of(gateway.pid()),
                    () -> CALLS_PER_BATCH * load(gateway.url(), kind.batch, BATCHES_AT_ONCE, ROUND_SECONDS));
            if (nginx.isPresent()) {
                theirs.add(
                        () -> nginx.get().cpu(),
                        () -> load(nginx.get().url(), kind.call, CALLS_AT_ONCE, ROUND_SECONDS));
            }
        }
        ours.print("gateway, " + kind.name);
        if (nginx.isPresent()) {
            theirs.print("nginx, " + kind.name);
            double ratio = ours.perCall() / theirs.perCall();
            System.out.printf(Locale.ROOT, "| ratio, %-15s | %11.2f |%n", kind.name, ratio);
            overview.row(
                    "CPU time of a record, " + kind.name + ", batches of 10,000",
                    "at most 6",
                    "%.2f µs".formatted(ours.perCall() / RECORDS_PER_CALL),
                    "nginx, calls cut already, %.2f µs".formatted(theirs.perCall() / RECORDS_PER_CALL),
                    "%.1f".formatted(ratio));
        }
    }

    private void warmUp(Kind upsert, Kind create) throws Exception {
        double compiling = 1;
        int round = 0;
        for (; round < LEAST_WARM_UP_ROUNDS || (compiling > COMPILING && round < MOST_WARM_UP_ROUNDS); round++) {
            CpuTime before = CpuTime.of(gateway.pid());
            CpuTime compilers = CpuTime.ofThreads(gateway.pid(), COMPILERS);
            load(gateway.url(), upsert.batch, BATCHES_AT_ONCE, WARM_UP_ROUND_SECONDS);
            load(gateway.url(), create.batch, BATCHES_AT_ONCE, WARM_UP_ROUND_SECONDS);
            load(gateway.url(), upsert.call, LATENCY_CONNECTIONS, WARM_UP_ROUND_SECONDS / 3);
            compiling = (double) CpuTime.ofThreads(gateway.pid(), COMPILERS)
                            .minus(compilers)
                            .micros()
                    / CpuTime.of(gateway.pid()).minus(before).micros();
        }
        System.out.printf(
                Locale.ROOT,
                "Warm after %d s, with %.0f %% of the CPU time for compiling%n",
                round * (2 * WARM_UP_ROUND_SECONDS + WARM_UP_ROUND_SECONDS / 3),
                100 * compiling);
    }

    private interface Work {
        /** Answers how many calls of a hundred records were made. */
        long run() throws Exception;
    }

    /** CPU time, calls and time over several rounds. */
    private static final class Sum {
        private CpuTime cpu = CpuTime.NONE;
        private long calls;
        private long nanos;

        void add(Supplier<CpuTime> clock, Work work) throws Exception {
            CpuTime before = clock.get();
            long began = System.nanoTime();
            calls += work.run();
            nanos += System.nanoTime() - began;
            cpu = cpu.plus(clock.get().minus(before));
        }

        double perCall() {
            return (double) cpu.micros() / calls;
        }

        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "| %-22s | %11.2f | %16.0f | %4.0f | %6.0f | %,9.0f |%n",
                    name,
                    perCall() / RECORDS_PER_CALL,
                    perCall(),
                    (double) cpu.userMicros() / calls,
                    (double) cpu.systemMicros() / calls,
                    calls * RECORDS_PER_CALL / (nanos / 1e9));
        }
    }

    /** Sends {@code request} again and again over so many connections; answers how often. */
    private static long load(URI server, byte[] request, int connections, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            counts.add(threads.submit(() -> {
                long count = 0;
                try (KeptConnection connection = new KeptConnection(server)) {
                    for (; System.nanoTime() < end; count++) {
                        connection.exchange(request);
                    }
                }
                return count;
            }));
        }
        threads.shutdown();
        long sum = 0;
        for (Future<Long> count : counts) {
            sum += count.get();
        }
        return sum;
    }

    private static Latency latency(String name, List<Long> nanos) {
        Collections.sort(nanos);
        Latency seen = new Latency(nanos.get(nanos.size() / 2) / 1e6, nanos.get(nanos.size() * 99 / 100) / 1e6);
        System.out.printf(
                Locale.ROOT,
                "| %-34s | %9.2f | %6.2f | %5.1f |%n",
                name,
                seen.median,
                seen.most99,
                nanos.get(nanos.size() - 1) / 1e6);
        return seen;
    }

    /** A request every five milliseconds, whether or not those before have been answered; from when it is due. */
    private static List<Long> paced(URI server, byte[] request) throws Exception {
        long gap = TimeUnit.SECONDS.toNanos(1) / REQUESTS_PER_SECOND;
        long first = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        ExecutorService threads = Executors.newFixedThreadPool(LATENCY_CONNECTIONS);
        List<Future<List<Long>>> taken = new ArrayList<>();
        for (int i = 0; i < LATENCY_CONNECTIONS; i++) {
            int place = i;
            taken.add(threads.submit(() -> {
                List<Long> nanos = new ArrayList<>();
                try (KeptConnection connection = new KeptConnection(server)) {
                    for (int k = place; k < REQUESTS_PER_SECOND * LATENCY_SECONDS; k += LATENCY_CONNECTIONS) {
                        long due = first + k * gap;
                        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                        connection.exchange(request);
                        nanos.add(System.nanoTime() - due);
                    }
                }
                return nanos;
            }));
        }
        threads.shutdown();
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> one : taken) {
            all.addAll(one.get());
        }
        return all;
    }
}
