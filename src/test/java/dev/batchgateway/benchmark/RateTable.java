package dev.batchgateway.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rate budget side by side: the packaged gateway, in fresh processes for each part, against the simulator, beside
 * the floor that the rolling window sets and beside a client with a fixed number of calls at once and retries. Prints
 * one table. All of it takes about half an hour; with the names of parts only those, each in less than four minutes:
 * {@code speed slow100 slow110 lowered strangers inflight fair equal redis redis-gateway-killed redis-killed
 * redis-slow}.
 */
public final class RateTable {
    private RateTable() {}

    /** Runs the parts named, or all, and prints the table. */
    public static void main(String... names) {
        try (Bench bench = new Bench()) {
            Map<String, Runnable> parts = parts(new OneGateway(bench), new ThreeGateways(bench));
            for (String name : names.length > 0 ? List.of(names) : parts.keySet()) {
                Runnable part = parts.get(name);
                if (part == null) {
                    throw new IllegalArgumentException(name + " is none of " + parts.keySet());
                }
                part.run();
            }
            bench.print();
        }
        System.exit(0);
    }

    private static Map<String, Runnable> parts(OneGateway one, ThreeGateways three) {
        Map<String, Runnable> parts = new LinkedHashMap<>();
        parts.put("speed", () -> one.speed(190, 150, 350, 50_000, "within 3 % of the floor, no 429"));
        parts.put("slow100", () -> one.speed(100, 500, 1_500, 50_000, "within 5 % of the floor, no 429"));
        parts.put("slow110", () -> one.speed(110, 500, 1_500, 50_000, "within 5 % of the floor, no 429"));
        parts.put("lowered", one::lowered);
        parts.put("strangers", one::strangers);
        parts.put("inflight", one::inFlight);
        parts.put("fair", one::fair);
        parts.put("equal", one::equal);
        parts.put("redis", three::plain);
        parts.put("redis-gateway-killed", three::killedGateway);
        parts.put("redis-killed", three::killedRedis);
        parts.put("redis-slow", three::slowRedis);
        return parts;
    }
}
