package dev.batchgateway.benchmark;

import dev.batchgateway.faults.Answered;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.testing.GatewayProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The parts of {@link RateTable} with one gateway: points 1, 2, 5 and 6 of what the rate budget must do. */
final class OneGateway {
    private static final int FIXED = 10;
    private static final String UPSERT = "/crm/v3/objects/contacts/batch/upsert";

    private final Bench bench;

    OneGateway(Bench bench) {
        this.bench = bench;
    }

    /** Point 1: a large batch alone. */
    void speed(int permits, int least, int most, int inputs, String asked) {
        int calls = inputs / 100;
        double floor = (calls - 1) / permits * 10 + 2 * most / 1_000.0;
        bench.begin(permits, least, most);
        double gateway;
        int throttled;
        try (GatewayProcess process = bench.gateway()) {
            gateway = Bench.seconds(() ->
                    Bench.complete(bench.send(process, bench.upserts(inputs)).join(), inputs));
            throttled = bench.throttled();
        }
        bench.begin(permits, least, most);
        double fixed = bench.fixed(FIXED).send(bench.upserts(inputs)).toMillis() / 1_000.0;
        bench.row(
                inputs + " upserts, " + permits + " per 10 s, " + least + " to " + most + " ms",
                asked,
                "%.2f s (%+.1f %%)".formatted(gateway, 100 * (gateway / floor - 1)),
                String.valueOf(throttled),
                "%.2f s".formatted(floor),
                "%.2f s (%+.1f %%), %d 429s".formatted(fixed, 100 * (fixed / floor - 1), bench.throttled()));
    }

    /** Point 1: HubSpot lowers the limit in mid-run. Every call takes the same time, so that the ledger tells all. */
    void lowered() {
        int inputs = 50_000;
        int latency = 250;
        String gateway;
        int late;
        int all;
        bench.begin(190, latency, latency);
        try (GatewayProcess process = bench.gateway()) {
            Instant began = Instant.now();
            CompletableFuture<Answered> answer = bench.send(process, bench.upserts(inputs));
            Instant lowered = lowerAfter(began);
            Bench.complete(answer.join(), inputs);
            gateway = "%.1f s".formatted((System.currentTimeMillis() - began.toEpochMilli()) / 1_000.0);
            late = lateOnes(began, lowered, latency);
            all = bench.throttled();
        }
        bench.begin(190, latency, latency);
        Instant began = Instant.now();
        CompletableFuture<Double> client = CompletableFuture.supplyAsync(
                () -> bench.fixed(FIXED).send(bench.upserts(inputs)).toMillis() / 1_000.0);
        Instant lowered = lowerAfter(began);
        double fixed = client.join();
        // 190 at once, 190 after ten seconds; then 100 every ten seconds.
        bench.row(
                inputs + " upserts, 190 per 10 s, lowered to 100 in the second window",
                "429s only of calls sent before the first answer that told it",
                gateway,
                "%d of calls under way then, %d later".formatted(all - late, late),
                "30.5 s",
                "%.1f s, %d 429s of calls under way then, %d later"
                        .formatted(
                                fixed,
                                bench.throttled() - lateOnes(began, lowered, latency),
                                lateOnes(began, lowered, latency)));
    }

    /** In the middle of the second window's calls. */
    private Instant lowerAfter(Instant began) {
        try {
            TimeUnit.MILLISECONDS.sleep(began.toEpochMilli() + 10_700 - System.currentTimeMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        bench.hubSpot().settings().set(Limits.PERMITS, 100);
        return Instant.now();
    }

    private int lateOnes(Instant began, Instant lowered, int latency) {
        List<ReceivedCall> calls = bench.hubSpot().ledger().calls().stream()
                .filter(call -> call.at().isAfter(began))
                .toList();
        Instant told = calls.stream()
                .filter(call -> call.at().isAfter(lowered))
                .map(call -> call.at().plusMillis(latency))
                .findFirst()
                .orElse(Instant.MAX);
        // What was sent while that answer was on its way, and read here, was under way, too.
        Instant known = told.plusMillis(20);
        return (int) calls.stream()
                .filter(call -> call.status() == 429 && call.at().isAfter(known))
                .count();
    }

    /** Point 2: somebody else spends half of the budget. */
    void strangers() {
        int permits = 190;
        bench.begin(permits, 150, 350);
        try (GatewayProcess process = bench.gateway();
                Stranger stranger = new Stranger(bench.fixed(1), UPSERT, permits / 2)) {
            Bench.pause(5);
            CompletableFuture<Answered> answer = bench.send(process, bench.upserts(80_000));
            Bench.pause(20);
            int calls = bench.hubSpot().ledger().summary().calls();
            int throttled = bench.throttled();
            int strange = stranger.throttled();
            long began = System.nanoTime();
            Bench.pause(50);
            double span = Bench.since(began);
            int own429s = bench.throttled() - throttled - (stranger.throttled() - strange);
            int all = bench.hubSpot().ledger().summary().calls() - calls;
            int counted = all - (bench.throttled() - throttled);
            int strangers429s = stranger.throttled() - strange;
            Bench.complete(answer.join(), 80_000);
            bench.row(
                    "a stranger spends half of 190 per 10 s; 50 s after settling",
                    "429s below 1 %, use above 95 %",
                    "combined use %.1f %%".formatted(100 * counted / (span / 10 * permits)),
                    "%d of its own, %.2f %% of all calls; the stranger's %d"
                            .formatted(own429s, 100.0 * own429s / all, strangers429s),
                    "100 %",
                    fixedBesideAStranger(permits));
        }
    }

    private String fixedBesideAStranger(int permits) {
        bench.begin(permits, 150, 350);
        try (Stranger stranger = new Stranger(bench.fixed(1), UPSERT, permits / 2)) {
            double took = bench.fixed(FIXED).send(bench.upserts(40_000)).toMillis() / 1_000.0;
            int own429s = bench.throttled() - stranger.throttled();
            return "%.1f %% of its %d calls met a 429, %.1f s for 40,000"
                    .formatted(100.0 * own429s / (400 + own429s), 400 + own429s, took);
        }
    }

    /** Point 5: 502 above twelve calls at once, and no rate limit that matters. */
    void inFlight() {
        int inputs = 300_000;
        bench.begin(100_000, 150, 350);
        double gateway;
        Answered answer;
        try (GatewayProcess process = bench.gateway()) {
            bench.hubSpot().settings().set(Limits.SIMULTANEOUS_CALLS, 12);
            long began = System.nanoTime();
            answer = bench.send(process, bench.upserts(inputs)).join();
            gateway = Bench.since(began);
        }
        int refused = bench.hubSpot().ledger().summary().statuses().getOrDefault(502, 0);
        bench.begin(100_000, 150, 350);
        bench.hubSpot().settings().set(Limits.SIMULTANEOUS_CALLS, 12);
        double best = bench.fixed(12).send(bench.upserts(inputs)).toMillis() / 1_000.0;
        bench.row(
                inputs + " upserts, 502 above 12 calls at once",
                "above 85 % of the best fixed setting",
                "%.1f calls/s, %.0f %%; %d succeeded, %d 502s"
                        .formatted(inputs / 100.0 / gateway, 100 * best / gateway, answer.succeeded(), refused),
                "0",
                "48 calls/s",
                "the best, 12 at once: %.1f calls/s".formatted(inputs / 100.0 / best));
    }

    /** Point 6: small batches beside a large one. */
    void fair() {
        bench.begin(190, 150, 350);
        try (GatewayProcess process = bench.gateway()) {
            CompletableFuture<Answered> large = bench.send(process, bench.upserts(60_000));
            Bench.pause(1);
            List<Double> small = new ArrayList<>();
            while (!large.isDone()) {
                small.add(Bench.seconds(() ->
                        Bench.complete(bench.send(process, bench.upserts(20)).join(), 20)));
            }
            Bench.complete(large.join(), 60_000);
            int throttled = bench.throttled();
            bench.row(
                    "batches of 20 one after another beside 60,000 inputs",
                    "median below 1 s",
                    middle(small),
                    String.valueOf(throttled),
                    "0.35 s",
                    "as the large one: " + smallBesideAFixedClient());
        }
    }

    private String smallBesideAFixedClient() {
        bench.begin(190, 150, 350);
        FixedClient client = bench.fixed(FIXED);
        CompletableFuture<Double> large = CompletableFuture.supplyAsync(
                () -> client.send(bench.upserts(60_000)).toMillis() / 1_000.0);
        Bench.pause(1);
        List<Double> small = new ArrayList<>();
        while (!large.isDone()) {
            small.add(client.send(bench.upserts(20)).toMillis() / 1_000.0);
        }
        return middle(small);
    }

    private static String middle(List<Double> seconds) {
        Collections.sort(seconds);
        return "%d of them, median %.2f s, 90th percentile %.2f s"
                .formatted(seconds.size(), seconds.get(seconds.size() / 2), seconds.get(seconds.size() * 9 / 10));
    }

    /** Point 6: ten equal batches. */
    void equal() {
        int inputs = 9_000;
        double floor = (10 * inputs / 100 - 1) / 190 * 10 + 0.7;
        bench.begin(190, 150, 350);
        String gateway;
        int throttled;
        try (GatewayProcess process = bench.gateway()) {
            long began = System.nanoTime();
            List<CompletableFuture<Double>> ends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ends.add(bench.send(process, bench.upserts(inputs)).thenApply(answer -> Bench.since(began)));
            }
            gateway = apart(ends);
            throttled = bench.throttled();
        }
        bench.begin(190, 150, 350);
        List<CompletableFuture<Double>> ends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            FixedClient client = bench.fixed(1);
            ends.add(CompletableFuture.supplyAsync(
                    () -> client.send(bench.upserts(inputs)).toMillis() / 1_000.0, task -> new Thread(task).start()));
        }
        bench.row(
                "ten batches of 9,000 at once",
                "within 10 % of each other",
                gateway,
                String.valueOf(throttled),
                "%.1f s".formatted(floor),
                "ten with one call at a time: " + apart(ends) + ", " + bench.throttled() + " 429s");
    }

    private static String apart(List<CompletableFuture<Double>> ends) {
        List<Double> sorted =
                ends.stream().map(CompletableFuture::join).sorted().toList();
        return "%.1f to %.1f s, %.1f %% apart"
                .formatted(sorted.get(0), sorted.get(9), 100 * (1 - sorted.get(0) / sorted.get(9)));
    }
}
