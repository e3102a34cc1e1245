package dev.batchgateway.benchmark;

import dev.batchgateway.faults.Answered;
import dev.batchgateway.faults.Batch;
import dev.batchgateway.faults.Ended;
import dev.batchgateway.faults.GatewayCaller;
import dev.batchgateway.faults.Truth;
import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.Fault.Cut.Moment;
import dev.batchgateway.simulator.Fault.Misshape.Shape;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.MissingOnUpdate;
import dev.batchgateway.simulator.SimulatorControl;
import dev.batchgateway.simulator.ThrottlePolicy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Random batches of all object operations, with random bad inputs and random faults at HubSpot, and every answer held
 * against the ledger: a soak that ends with 1 at the first breach and prints its round's seed, from which the same
 * batches and faults come again.
 *
 * <p>{@code FaultSoak http://localhost:8080 http://localhost:9990 2000000 SEED} against a gateway whose waits are short
 * ({@code GATEWAY_DISPATCH_FIRST_BACKOFF=20ms GATEWAY_DISPATCH_LONGEST_BACKOFF=200ms
 * GATEWAY_DISPATCH_ATTEMPT_TIMEOUT=3s}) and that knows no other HubSpot than that simulator.
 */
public final class FaultSoak {
    private static final int USUAL_INPUTS = 200_000;
    private static final int BATCHES_AT_ONCE = 8;
    private static final int MOST_INPUTS = 6_000;
    private static final int PERMITS = 1_000_000;
    private static final Duration APPLIED_LATE = Duration.ofMillis(300);
    private static final int SHOWN = 20;
    private static final String TWIN = "twin-";
    private static final List<String> PREFERENCES = List.of(
            "handling=lenient", "handling=lenient", "handling=lenient", "handling=strict", "return=minimal", "wait=1");

    private final URI gateway;
    private final URI hubSpot;
    private final SimulatorControl control;
    private final Map<Ended, Long> outcomes = new EnumMap<>(Ended.class);
    private long inputs;
    private long batches;
    private long calls;
    private long faults;
    private long doubles;

    private FaultSoak(URI gateway, URI hubSpot) {
        this.gateway = gateway;
        this.hubSpot = hubSpot;
        this.control = new SimulatorControl(hubSpot);
    }

    /**
     * Runs it and prints the table.
     *
     * @param arguments the gateway's address, the simulator's, how many inputs, the seed, the longest time in minutes
     */
    public static void main(String... arguments) throws InterruptedException {
        URI gateway = URI.create(argument(arguments, 0, "http://localhost:8080"));
        URI hubSpot = URI.create(argument(arguments, 1, "http://localhost:9990"));
        long most = Long.parseLong(argument(arguments, 2, String.valueOf(USUAL_INPUTS)));
        long seed = Long.parseLong(argument(arguments, 3, String.valueOf(System.currentTimeMillis())));
        long minutes = Long.parseLong(argument(arguments, 4, "60"));
        System.out.println("seed " + seed);
        System.exit(new FaultSoak(gateway, hubSpot).run(most, seed, Duration.ofMinutes(minutes)) ? 0 : 1);
    }

    private static String argument(String[] arguments, int place, String usual) {
        return arguments.length > place ? arguments[place] : usual;
    }

    private boolean run(long most, long seed, Duration longest) throws InterruptedException {
        long begin = System.nanoTime();
        List<String> breaches = new ArrayList<>();
        long round = seed;
        while (breaches.isEmpty() && inputs < most && System.nanoTime() - begin < longest.toNanos()) {
            breaches.addAll(round(round));
            if (!breaches.isEmpty()) {
                System.out.println("Breach in the round of seed " + round + "; run again with this seed");
            }
            round++;
        }
        breaches.stream().limit(SHOWN).forEach(System.out::println);
        print(Duration.ofNanos(System.nanoTime() - begin), round - seed, breaches.size());
        return breaches.isEmpty();
    }

    /** Some batches at once under the same faults; the answers of all of them against one ledger. */
    private List<String> round(long seed) throws InterruptedException {
        Random random = new Random(seed);
        control.reset();
        control.set(Limits.PERMITS, PERMITS)
                .set(Limits.LATENCY_MIN_MILLIS, 0)
                .set(Limits.LATENCY_MAX_MILLIS, 3)
                .set(Behaviour.ANY_NUMERIC_ID_EXISTS, true)
                .set(Behaviour.ECHO_TRACE_IDS, random.nextBoolean())
                .set(Behaviour.MULTI_STATUS, random.nextInt(4) > 0)
                .set(Behaviour.MISSING_ON_UPDATE, any(random, List.of(MissingOnUpdate.values())));
        control.add(rules(random));
        List<Batch> sent = new ArrayList<>();
        List<CompletableFuture<Answered>> answers = new ArrayList<>();
        for (int i = 0; i < BATCHES_AT_ONCE; i++) {
            Batch batch = batch(random, seed, i);
            sent.add(batch);
            // Two batches in turn share a token, and so a lane.
            GatewayCaller caller = new GatewayCaller(gateway, "Bearer soak-" + seed + "-" + i / 2);
            answers.add(caller.sendAsync(batch, "Prefer", preference(random, batch)));
        }
        answers.forEach(CompletableFuture::join);
        TimeUnit.MILLISECONDS.sleep(APPLIED_LATE.toMillis() + 100);
        return check(sent, answers.stream().map(CompletableFuture::join).toList());
    }

    private List<String> check(List<Batch> sent, List<Answered> answers) {
        List<String> breaches = new ArrayList<>();
        Truth truth = Truth.of(hubSpot);
        for (int i = 0; i < sent.size(); i++) {
            Batch batch = sent.get(i);
            Answered answer = answers.get(i);
            truth.breaches(batch, answer).forEach(breach -> breaches.add(batch.path() + ": " + breach));
            for (Ended ended : Ended.values()) {
                outcomes.merge(ended, (long) answer.count(ended), Long::sum);
            }
            if (batch.isCreate()) {
                doubles += batch.marks().stream()
                        .filter(mark -> truth.times(mark) > 1)
                        .count();
            }
            inputs += batch.size();
            batches++;
        }
        calls += control.summary().calls();
        faults += control.faultsPlayed();
        return breaches;
    }

    /** Up to four kinds of faults, each on up to 5 % of the calls. */
    private static FaultRule[] rules(Random random) {
        List<Fault> kinds = List.of(
                Fault.status(500).afterWrite(),
                Fault.status(502).afterWrite(),
                Fault.status(503),
                Fault.html(504).afterWrite(),
                Fault.html(520),
                Fault.status(521),
                Fault.html(522),
                Fault.html(523),
                Fault.html(524).afterWrite(),
                Fault.html(525),
                Fault.locked(),
                new Fault.Throttle(ThrottlePolicy.TEN_SECONDLY),
                new Fault.Throttle(ThrottlePolicy.SECONDLY),
                new Fault.Cut(Moment.BEFORE_READING),
                new Fault.Cut(Moment.BEFORE_WRITING),
                new Fault.Cut(Moment.AFTER_WRITING),
                new Fault.Cut(Moment.HALF_WAY),
                new Fault.Late(Duration.ofMillis(200)),
                new Fault.ApplyLate(APPLIED_LATE),
                new Fault.Misshape(Shape.TRUNCATED_JSON),
                new Fault.Misshape(Shape.EMPTY_RESULTS),
                new Fault.Misshape(Shape.NO_RESULTS),
                new Fault.Misshape(Shape.ONE_RESULT_MISSING),
                new Fault.Misshape(Shape.ONE_RESULT_TWICE),
                new Fault.RefuseInputs(7, 500, "INTERNAL_ERROR", "internal error"),
                new Fault.RefuseInputs(9, 429, "RATE_LIMITS", "slow down"));
        FaultRule[] rules = new FaultRule[random.nextInt(5)];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = FaultRule.of(any(random, kinds)).always().withProbability(0.05 * random.nextDouble());
        }
        return rules;
    }

    /** A batch with equal keys is not waited for until a lost answer can no longer be applied. */
    private static String preference(Random random, Batch batch) {
        boolean hasEqualKeys = batch.inputs().get(0).contains(TWIN);
        return hasEqualKeys ? "wait=3" : any(random, PREFERENCES);
    }

    private static <T> T any(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Batch batch(Random random, long seed, int place) {
        String name = "s" + seed + "x" + place;
        int size = 1 + random.nextInt(MOST_INPUTS);
        // A type of its own, so that archives of one batch are not updates of another.
        String type = "p1_soak" + place;
        return switch (random.nextInt(8)) {
            case 0, 1 -> spoiled(random, Batch.creates(type, name, size), "{\"properties\":{\"no_such_field\":\"x\"}}");
            case 2, 3 ->
                spoiled(
                        random,
                        Batch.upserts(type, name, size),
                        "{\"idProperty\":\"unique_key\",\"id\":\"bad#\",\"properties\":{\"no_such_field\":\"x\"}}");
            case 4 ->
                spoiled(random, Batch.updates(type, name, size), "{\"id\":\"99#\",\"properties\":{\"name\":\"x\"}}");
            case 5 -> twins(type, name, size);
            case 6 -> ids(Batch.path(type, "archive"), place, size);
            default -> ids(Batch.path(type, "read"), place, size);
        };
    }

    /** Upserts of which each key comes three times. */
    private static Batch twins(String type, String name, int size) {
        int keys = 1 + size / 3;
        return Batch.of(
                Batch.path(type, "upsert"),
                size,
                i -> name + "-" + i,
                i -> "{\"idProperty\":\"unique_key\",\"id\":\"" + TWIN + i % keys + "\",\"properties\":{\"ref\":\""
                        + name + "-" + i + "\"}}");
    }

    private static Batch ids(String path, int place, int size) {
        long first = (place + 1) * 10_000_000L;
        return Batch.of(path, size, i -> String.valueOf(first + i), i -> "{\"id\":\"" + (first + i) + "\"}");
    }

    /** With some bad inputs, in one batch of two; each {@code #} becomes a number of its own. */
    private static Batch spoiled(Random random, Batch batch, String bad) {
        Batch spoiled = batch;
        for (int left = random.nextBoolean() ? random.nextInt(5) : 0; left > 0; left--) {
            int position = random.nextInt(batch.size());
            spoiled = spoiled.with(position, bad.replace("#", String.valueOf(position)));
        }
        return spoiled;
    }

    private void print(Duration took, long rounds, int breaches) {
        row("rounds", rounds);
        row("batches", batches);
        row("inputs", inputs);
        for (Ended ended : Ended.values()) {
            row("  " + ended.name().toLowerCase(Locale.ROOT), outcomes.getOrDefault(ended, 0L));
        }
        row("calls at HubSpot", calls);
        row("faults played", faults);
        row("creates written twice", doubles);
        row("wrong answers", breaches);
        row("seconds", took.toSeconds());
    }

    private static void row(String what, long number) {
        System.out.println(String.format(Locale.ROOT, "%-24s %,12d", what, number));
    }
}
