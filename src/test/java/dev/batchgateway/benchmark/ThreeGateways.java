package dev.batchgateway.benchmark;

import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The parts of {@link RateTable} with three gateways on one Redis: point 7 of what the rate budget must do. */
final class ThreeGateways {
    private static final int PERMITS = 190;
    private static final int GATEWAYS = 3;

    private final Bench bench;

    ThreeGateways(Bench bench) {
        this.bench = bench;
    }

    /** What happens while the batches run, and what was seen of it. */
    private interface Meanwhile {
        String happens(List<GatewayProcess> gateways, List<Integer> callsBefore, RedisProcess redis);
    }

    /** Nothing happens; says how the first window was parted. */
    void plain() {
        run(
                "three gateways on one Redis, 17,000 each",
                "within 5 %, no 429, none starved",
                17_000,
                GATEWAYS,
                (all, before, redis) -> {
                    Bench.pause(5);
                    List<Integer> parts = new ArrayList<>();
                    for (int i = 0; i < GATEWAYS; i++) {
                        parts.add(WatchedGateway.calls(all.get(i)) - before.get(i));
                    }
                    return "first window parted as " + parts;
                });
    }

    /** One is killed: the others get its permits back. */
    void killedGateway() {
        run(
                "one of three killed after 12 s, 30,000 each",
                "its permits come back by themselves",
                30_000,
                2,
                (all, before, redis) -> {
                    Bench.pause(12);
                    int made = WatchedGateway.calls(all.get(2)) - before.get(2);
                    all.get(2).kill();
                    return "the killed one had made " + made + " calls";
                });
    }

    /** Redis is killed, and started again empty. */
    void killedRedis() {
        run(
                "Redis killed after 12 s and started empty after 30 s, 30,000 each",
                "nothing lost, ready, told, rejoined",
                30_000,
                GATEWAYS,
                (all, before, redis) -> {
                    Bench.pause(12);
                    redis.kill();
                    String lost = WatchedGateway.watch(all, 18);
                    redis.start();
                    return lost + "; then " + WatchedGateway.watch(all, 6);
                });
    }

    /** Redis is held up, so that it takes connections and answers nothing. */
    void slowRedis() {
        run(
                "Redis held up from 12 s to 30 s, 30,000 each",
                "nothing lost, ready, told, rejoined",
                30_000,
                GATEWAYS,
                (all, before, redis) -> {
                    Bench.pause(12);
                    redis.pause();
                    String lost = WatchedGateway.watch(all, 18);
                    redis.resume();
                    return lost + "; then " + WatchedGateway.watch(all, 6);
                });
    }

    private void run(String what, String asked, int inputs, int ending, Meanwhile meanwhile) {
        bench.begin(PERMITS, 150, 350);
        try (RedisProcess redis = RedisProcess.started()) {
            List<GatewayProcess> gateways =
                    bench.gateways(GATEWAYS, Map.of("QUARKUS_REDIS_HOSTS", redis.url(), "GATEWAY_LIMIT_REPLICAS", "3"));
            List<Integer> before = gateways.stream().map(WatchedGateway::calls).toList();
            int warmUp = bench.hubSpot().ledger().summary().calls();
            long began = System.nanoTime();
            List<CompletableFuture<Double>> ends = new ArrayList<>();
            for (GatewayProcess gateway : gateways) {
                ends.add(bench.send(gateway, bench.upserts(inputs)).thenApply(answer -> {
                    Bench.complete(answer, inputs);
                    return Bench.since(began);
                }));
            }
            String seen = meanwhile.happens(gateways, before, redis);
            List<Double> took = ends.subList(0, ending).stream()
                    .map(CompletableFuture::join)
                    .sorted()
                    .toList();
            double last = took.get(ending - 1);
            int calls = bench.hubSpot().ledger().summary().calls() - warmUp;
            int throttled = bench.throttled();
            gateways.forEach(GatewayProcess::close);
            double floor = floor(calls - throttled);
            bench.row(
                    what,
                    asked,
                    "%.1f to %.1f s (%+.1f %%) for %d calls; %s"
                            .formatted(took.get(0), last, 100 * (last / floor - 1), calls, seen),
                    String.valueOf(throttled),
                    "%.1f s".formatted(floor),
                    fixed(inputs));
        }
    }

    private static double floor(int calls) {
        return (calls - 1) / PERMITS * 10 + 0.7;
    }

    /** Three clients that know nothing of each other. */
    private String fixed(int inputs) {
        bench.begin(PERMITS, 150, 350);
        List<CompletableFuture<Double>> ends = new ArrayList<>();
        for (int i = 0; i < GATEWAYS; i++) {
            FixedClient client = bench.fixed(10);
            ends.add(CompletableFuture.supplyAsync(
                    () -> client.send(bench.upserts(inputs)).toMillis() / 1_000.0, task -> new Thread(task).start()));
        }
        List<Double> took = ends.stream().map(CompletableFuture::join).sorted().toList();
        return "three, undisturbed: %.1f to %.1f s, %d 429s".formatted(took.get(0), took.get(2), bench.throttled());
    }
}
