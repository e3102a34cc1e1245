package dev.batchgateway.benchmark;

import dev.batchgateway.faults.Answered;
import dev.batchgateway.faults.Batch;
import dev.batchgateway.faults.GatewayCaller;
import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The rate budget side by side: the packaged gateway, each time in a fresh process of its own, against the simulator,
 * beside the floor that the rolling window sets and beside a client with a fixed number of connections and retries.
 * Prints one table. Takes about fifteen minutes; with the names of parts ({@code speed slow strangers inflight fair
 * redis}) only those.
 */
public final class RateTable {
    private static final String TOKEN = "Bearer pat-rate-table";
    private static final int FIXED = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final int AT_ONCE = 3;
    private static final List<String> ALL = List.of("speed", "slow", "strangers", "inflight", "fair", "redis");

    private final HubSpotSimulator hubSpot;
    private final List<String> rows = new ArrayList<>();
    private int batches;

    private RateTable(HubSpotSimulator hubSpot) {
        this.hubSpot = hubSpot;
    }

    /** Runs the parts named, or all, and prints the table. */
    public static void main(String... parts) throws Exception {
        SimulatorSettings settings = new SimulatorSettings()
                .set(Behaviour.KEEP_RAW_BODIES, false)
                .set(Behaviour.KEEP_WRITES, false)
                .set(Behaviour.KEEP_RECORDS, false);
        try (HubSpotSimulator hubSpot = HubSpotSimulator.start(settings)) {
            RateTable table = new RateTable(hubSpot);
            for (String part : parts.length > 0 ? List.of(parts) : ALL) {
                table.run(part);
            }
            System.out.println();
            System.out.println("| what | gateway | 429s | floor | beside it |");
            System.out.println("|---|---|---|---|---|");
            table.rows.forEach(System.out::println);
        }
        System.exit(0);
    }

    private void run(String part) throws Exception {
        switch (part) {
            case "speed" -> speed(190, 150, 350, 50_000);
            case "slow" -> {
                speed(100, 500, 1_500, 50_000);
                speed(110, 500, 1_500, 50_000);
            }
            case "strangers" -> strangers();
            case "inflight" -> inFlight();
            case "fair" -> fair();
            case "redis" -> redis();
            default -> throw new IllegalArgumentException(part + " is none of " + ALL);
        }
    }

    private void hubSpot(int permits, int least, int most) {
        hubSpot.reset();
        hubSpot.settings()
                .set(Limits.PERMITS, permits)
                .set(Limits.LATENCY_MIN_MILLIS, least)
                .set(Limits.LATENCY_MAX_MILLIS, most);
    }

    /** One whose JVM is warm: for half a minute it has served batches of other accounts, without latency. */
    private GatewayProcess gateway(Map<String, String> more) {
        GatewayProcess process = GatewayProcess.start(hubSpot.url(), more);
        int least = hubSpot.settings().get(Limits.LATENCY_MIN_MILLIS);
        int most = hubSpot.settings().get(Limits.LATENCY_MAX_MILLIS);
        hubSpot.settings().set(Limits.LATENCY_MIN_MILLIS, 0).set(Limits.LATENCY_MAX_MILLIS, 0);
        long end = System.nanoTime() + WARM_UP.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            List<CompletableFuture<Answered>> answers = new ArrayList<>();
            for (int j = 0; j < AT_ONCE; j++) {
                String token = TOKEN + "-warm-up-" + process.url().getPort() + "-" + i + "-" + j;
                answers.add(new GatewayCaller(process.url(), token).sendAsync(upserts(9_000)));
            }
            answers.forEach(answer -> complete(answer.join(), 9_000));
        }
        hubSpot.settings().set(Limits.LATENCY_MIN_MILLIS, least).set(Limits.LATENCY_MAX_MILLIS, most);
        return process;
    }

    /** Calls that met a 429 of the simulator since it was reset; its own limits only. */
    private int throttled() {
        return hubSpot.ledger().summary().throttled();
    }

    private Batch upserts(int inputs) {
        return Batch.upserts("companies", "rate" + batches++ + "-", inputs);
    }

    /** Point 1: a large batch alone. */
    private void speed(int permits, int least, int most, int inputs) throws InterruptedException {
        int calls = inputs / 100;
        double floor = (calls - 1) / permits * 10 + 2 * most / 1_000.0;
        hubSpot(permits, least, most);
        double gateway;
        int throttled;
        try (GatewayProcess process = gateway(Map.of())) {
            gateway = seconds(() -> complete(send(process, upserts(inputs)).join(), inputs));
            throttled = throttled();
        }
        hubSpot(permits, least, most);
        Duration fixed = new FixedClient(hubSpot.url(), TOKEN, FIXED).send(upserts(inputs));
        row(
                inputs + " upserts, " + permits + " per 10 s, " + least + " to " + most + " ms",
                "%.2f s (%+.1f %%)".formatted(gateway, 100 * (gateway / floor - 1)),
                String.valueOf(throttled),
                "%.2f s".formatted(floor),
                "fixed client: %.2f s, %d 429s".formatted(fixed.toMillis() / 1_000.0, throttled()));
    }

    /** Point 2: somebody else spends half of the budget. */
    private void strangers() throws InterruptedException {
        int permits = 190;
        hubSpot(permits, 150, 350);
        try (GatewayProcess process = gateway(Map.of());
                Stranger stranger = new Stranger(
                        new FixedClient(hubSpot.url(), TOKEN, 1),
                        "/crm/v3/objects/contacts/batch/upsert",
                        permits / 2)) {
            TimeUnit.SECONDS.sleep(5);
            CompletableFuture<Answered> answer = send(process, upserts(80_000));
            TimeUnit.SECONDS.sleep(20);
            int calls = hubSpot.ledger().summary().calls();
            int throttled = throttled();
            int strange = stranger.throttled();
            long began = System.nanoTime();
            TimeUnit.SECONDS.sleep(50);
            double span = (System.nanoTime() - began) / 1e9;
            int own429s = throttled() - throttled - (stranger.throttled() - strange);
            int all = hubSpot.ledger().summary().calls() - calls;
            int counted = all - (throttled() - throttled);
            complete(answer.join(), 80_000);
            row(
                    "a stranger spends half of 190 per 10 s; 50 s after settling",
                    "combined use %.1f %%".formatted(100 * counted / (span / 10 * permits)),
                    "%d of its own, %.2f %% of all calls; the stranger's %d"
                            .formatted(own429s, 100.0 * own429s / all, stranger.throttled() - strange),
                    "100 %",
                    "fixed client: " + fixedBesideAStranger(permits));
        }
    }

    private String fixedBesideAStranger(int permits) throws InterruptedException {
        hubSpot(permits, 150, 350);
        FixedClient client = new FixedClient(hubSpot.url(), TOKEN, FIXED);
        try (Stranger stranger = new Stranger(client, "/crm/v3/objects/contacts/batch/upsert", permits / 2)) {
            Duration took = client.send(upserts(40_000));
            int own429s = throttled() - stranger.throttled();
            return "%.1f %% of its %d calls met a 429, %.1f s for 40,000"
                    .formatted(100.0 * own429s / (400 + own429s), 400 + own429s, took.toMillis() / 1_000.0);
        }
    }

    /** Point 5: 502 above twelve calls at once, and no rate limit that matters. */
    private void inFlight() throws InterruptedException {
        int inputs = 300_000;
        hubSpot(100_000, 150, 350);
        double gateway;
        Answered answer;
        try (GatewayProcess process = gateway(Map.of())) {
            hubSpot.settings().set(Limits.SIMULTANEOUS_CALLS, 12);
            Answered[] answered = new Answered[1];
            gateway = seconds(() -> answered[0] = send(process, upserts(inputs)).join());
            answer = answered[0];
        }
        int refused = hubSpot.ledger().summary().statuses().getOrDefault(502, 0);
        hubSpot(100_000, 150, 350);
        hubSpot.settings().set(Limits.SIMULTANEOUS_CALLS, 12);
        double best =
                new FixedClient(hubSpot.url(), TOKEN, 12).send(upserts(inputs)).toMillis() / 1_000.0;
        row(
                inputs + " upserts, 502 above 12 calls at once",
                "%.1f calls/s, %d succeeded, %d 502s".formatted(inputs / 100.0 / gateway, answer.succeeded(), refused),
                "0",
                "",
                "best fixed setting, 12: %.1f calls/s; ratio %.0f %%"
                        .formatted(inputs / 100.0 / best, 100 * best / gateway));
    }

    /** Point 6: small batches beside a large one, and equal ones. */
    private void fair() throws InterruptedException {
        hubSpot(190, 150, 350);
        try (GatewayProcess process = gateway(Map.of())) {
            CompletableFuture<Answered> large = send(process, upserts(60_000));
            TimeUnit.SECONDS.sleep(1);
            List<Double> small = new ArrayList<>();
            while (!large.isDone()) {
                small.add(seconds(() -> complete(send(process, upserts(20)).join(), 20)));
            }
            complete(large.join(), 60_000);
            Collections.sort(small);
            row(
                    small.size() + " batches of 20 one after another beside 60,000 inputs",
                    "median %.2f s, 90th percentile %.2f s"
                            .formatted(small.get(small.size() / 2), small.get(small.size() * 9 / 10)),
                    String.valueOf(throttled()),
                    "0.35 s",
                    "fixed client as the large one: " + smallBesideAFixedClient());
        }
        hubSpot(190, 150, 350);
        try (GatewayProcess process = gateway(Map.of())) {
            long began = System.nanoTime();
            List<CompletableFuture<Double>> ends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ends.add(send(process, upserts(9_000)).thenApply(answer -> (System.nanoTime() - began) / 1e9));
            }
            List<Double> sorted =
                    ends.stream().map(CompletableFuture::join).sorted().toList();
            row(
                    "ten batches of 9,000 at once",
                    "%.1f to %.1f s, %.1f %% apart"
                            .formatted(sorted.get(0), sorted.get(9), 100 * (1 - sorted.get(0) / sorted.get(9))),
                    String.valueOf(throttled()),
                    "",
                    "");
        }
    }

    private String smallBesideAFixedClient() throws InterruptedException {
        hubSpot(190, 150, 350);
        FixedClient client = new FixedClient(hubSpot.url(), TOKEN, FIXED);
        CompletableFuture<Duration> large = CompletableFuture.supplyAsync(() -> fixed(client, upserts(60_000)));
        TimeUnit.SECONDS.sleep(1);
        List<Double> small = new ArrayList<>();
        while (!large.isDone()) {
            small.add(fixed(client, upserts(20)).toMillis() / 1_000.0);
        }
        Collections.sort(small);
        return "%d small ones, median %.2f s, 90th percentile %.2f s"
                .formatted(small.size(), small.get(small.size() / 2), small.get(small.size() * 9 / 10));
    }

    private static Duration fixed(FixedClient client, Batch batch) {
        try {
            return client.send(batch);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Point 7: three gateways on one Redis, then Redis killed in mid-run. */
    private void redis() throws InterruptedException {
        try (RedisProcess redis = RedisProcess.started()) {
            Map<String, String> shared = Map.of("QUARKUS_REDIS_HOSTS", redis.url(), "GATEWAY_LIMIT_REPLICAS", "3");
            three(shared, 17_000, "three gateways on one Redis, 17,000 each", () -> {});
            three(shared, 30_000, "the same, 30,000 each, Redis killed after 12 s and started empty after 30 s", () -> {
                TimeUnit.SECONDS.sleep(12);
                redis.kill();
                TimeUnit.SECONDS.sleep(18);
                redis.start();
            });
        }
    }

    private interface Meanwhile {
        void happens() throws InterruptedException;
    }

    private void three(Map<String, String> environment, int inputs, String what, Meanwhile meanwhile)
            throws InterruptedException {
        hubSpot(190, 150, 350);
        try (GatewayProcess one = gateway(environment);
                GatewayProcess two = gateway(environment);
                GatewayProcess three = gateway(environment)) {
            long began = System.nanoTime();
            List<CompletableFuture<Double>> ends = new ArrayList<>();
            for (GatewayProcess process : List.of(one, two, three)) {
                ends.add(send(process, upserts(inputs)).thenApply(answer -> {
                    complete(answer, inputs);
                    return (System.nanoTime() - began) / 1e9;
                }));
            }
            meanwhile.happens();
            List<Double> sorted =
                    ends.stream().map(CompletableFuture::join).sorted().toList();
            double floor = (3 * inputs / 100 - 1) / 190 * 10 + 0.7;
            row(
                    what,
                    "%.1f to %.1f s (%+.1f %%)"
                            .formatted(sorted.get(0), sorted.get(2), 100 * (sorted.get(2) / floor - 1)),
                    String.valueOf(throttled()),
                    "%.1f s".formatted(floor),
                    "");
        }
    }

    private CompletableFuture<Answered> send(GatewayProcess process, Batch batch) {
        return new GatewayCaller(process.url(), TOKEN).sendAsync(batch);
    }

    private static void complete(Answered answer, int inputs) {
        if (answer.status() != 200 || answer.succeeded() != inputs) {
            throw new IllegalStateException("Status " + answer.status() + ", outcomes " + answer.counts());
        }
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private void row(String... cells) {
        String row = "| " + String.join(" | ", cells) + " |";
        rows.add(row);
        System.out.println(row);
    }
}
