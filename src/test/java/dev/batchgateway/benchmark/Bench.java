package dev.batchgateway.benchmark;

import dev.batchgateway.faults.Answered;
import dev.batchgateway.faults.Batch;
import dev.batchgateway.faults.GatewayCaller;
import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What the parts of {@link RateTable} have in common: the simulator, warm gateways, batches and the rows. */
final class Bench implements AutoCloseable {
    static final String TOKEN = "Bearer pat-rate-table";
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long FIRST_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int AT_ONCE = 3;

    private final HubSpotSimulator hubSpot = HubSpotSimulator.start(new SimulatorSettings()
            .set(Behaviour.KEEP_RAW_BODIES, false)
            .set(Behaviour.KEEP_WRITES, false)
            .set(Behaviour.KEEP_RECORDS, false));
    private final Overview overview = Overview.ofThisRun();
    private final List<String> rows = new ArrayList<>();
    private int batches;

    HubSpotSimulator hubSpot() {
        return hubSpot;
    }

    /** A HubSpot that has seen nothing yet. */
    void begin(int permits, int leastMillis, int mostMillis) {
        hubSpot.reset();
        hubSpot.settings()
                .set(Limits.PERMITS, permits)
                .set(Limits.LATENCY_MIN_MILLIS, leastMillis)
                .set(Limits.LATENCY_MAX_MILLIS, mostMillis);
    }

    /** One gateway whose JVM is warm. */
    GatewayProcess gateway() {
        return gateways(1, Map.of()).get(0);
    }

    /** Gateways whose JVMs are warm: for half a minute they have served batches of other accounts, without latency. */
    List<GatewayProcess> gateways(int number, Map<String, String> environment) {
        List<GatewayProcess> gateways = IntStream.range(0, number)
                .mapToObj(i -> GatewayProcess.start(hubSpot.url(), environment))
                .toList();
        SimulatorSettings settings = hubSpot.settings();
        int least = settings.get(Limits.LATENCY_MIN_MILLIS);
        int most = settings.get(Limits.LATENCY_MAX_MILLIS);
        settings.set(Limits.LATENCY_MIN_MILLIS, 0).set(Limits.LATENCY_MAX_MILLIS, 0);
        long end = System.nanoTime() + FIRST_WARM_UP_NANOS + number * WARM_UP_NANOS;
        for (int i = 0; System.nanoTime() < end; i++) {
            List<CompletableFuture<Answered>> answers = new ArrayList<>();
            for (int j = 0; j < AT_ONCE; j++) {
                GatewayProcess gateway = gateways.get(j % number);
                String token = TOKEN + "-warm-up-" + gateway.url().getPort() + "-" + i + "-" + j;
                answers.add(new GatewayCaller(gateway.url(), token).sendAsync(upserts(9_000)));
            }
            answers.forEach(answer -> complete(answer.join(), 9_000));
        }
        settings.set(Limits.LATENCY_MIN_MILLIS, least).set(Limits.LATENCY_MAX_MILLIS, most);
        return gateways;
    }

    /** Calls that met a 429 of the simulator since it began; its own limits only. */
    int throttled() {
        return hubSpot.ledger().summary().throttled();
    }

    Batch upserts(int inputs) {
        return Batch.upserts("companies", "rate" + batches++ + "-", inputs);
    }

    CompletableFuture<Answered> send(GatewayProcess gateway, Batch batch) {
        return new GatewayCaller(gateway.url(), TOKEN).sendAsync(batch);
    }

    /** A client that makes so many calls at a time. */
    FixedClient fixed(int atOnce) {
        return new FixedClient(hubSpot.url(), TOKEN, atOnce);
    }

    static void complete(Answered answer, int inputs) {
        if (answer.status() != 200 || answer.succeeded() != inputs) {
            throw new IllegalStateException("Status " + answer.status() + ", outcomes " + answer.counts());
        }
    }

    static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return since(began);
    }

    static double since(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    static void pause(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What, what was asked for, what the gateway did, its 429s, the floor, and the fixed client. */
    void row(String what, String asked, String seen, String throttled, String floor, String fixed) {
        String row = "| " + String.join(" | ", what, asked, seen, throttled, floor, fixed) + " |";
        rows.add(row);
        System.out.println(row);
        overview.row(what, asked, seen + "; 429s: " + throttled, "fixed client: " + fixed, "floor: " + floor);
    }

    void print() {
        System.out.println();
        System.out.println("| what | asked | gateway | 429s | floor | fixed number of calls at once, with retry |");
        System.out.println("|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
    }

    @Override
    public void close() {
        hubSpot.close();
    }
}
