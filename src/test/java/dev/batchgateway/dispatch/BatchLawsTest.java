package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.testing.FakeHubSpot;
import dev.batchgateway.testing.FakeHubSpot.Fault;
import dev.batchgateway.testing.FakeHubSpot.Received;
import dev.batchgateway.testing.FakeHubSpot.Written;
import dev.batchgateway.testing.FakeInputs;
import dev.batchgateway.testing.FakeInputs.Kind;
import dev.batchgateway.testing.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * What holds of every batch, whatever HubSpot, the network and the clock do: the answer and HubSpot's ledger never
 * contradict each other. Inputs, faults, latencies, limits and the moment of stopping are random; the seed is printed
 * when a law is broken and gives the same run again.
 */
class BatchLawsTest {
    private static final int MOST_INPUTS = 40;
    private static final int MAX_ATTEMPTS = 4;
    /** Halving, learning, 429s and 423s: far more calls than this for one input would be a loop. */
    private static final int MOST_CALLS_PER_INPUT = 80;

    private record Sent(List<String> names, List<Kind> kinds, List<String> inputs) {}

    @Property(tries = 1_500)
    void createsAreNeverDoubledAndNeverMisreported(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Dispatching nest = nest(random);
        Sent sent = creates(random);

        BatchResult result = run(nest, Operation.OBJECT_CREATE, sent, random);

        Map<String, Integer> writes = writes(nest.hubSpot);
        for (int i = 0; i < sent.names().size(); i++) {
            String name = sent.names().get(i);
            int times = writes.getOrDefault(name, 0);
            assertTrue(times <= 1, () -> name + " was created " + times + " times");
            check(Recorded.of(result).get(i), sent.kinds().get(i), name, times);
        }
        checkCalls(nest, sent);
    }

    @Property(tries = 1_500)
    void keyedWritesAreAppliedInOrderAndNeverMisreported(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Dispatching nest = nest(random);
        Operation operation = random.nextBoolean() ? Operation.OBJECT_UPSERT : Operation.OBJECT_UPDATE;
        Sent sent = keyed(random, random.nextInt(3) == 0 ? null : "sku");

        BatchResult result = run(nest, operation, sent, random);

        for (int i = 0; i < sent.names().size(); i++) {
            String name = sent.names().get(i);
            int value = i;
            int times = (int) nest.hubSpot.ledger().stream()
                    .filter(written -> written.name().equals(name) && written.value() == value)
                    .count();
            check(Recorded.of(result).get(i), sent.kinds().get(i), name, times);
        }
        checkOrder(nest.hubSpot, sent);
        checkCalls(nest, sent);
    }

    @Property(tries = 500)
    void archivesAreAskedOnceAndAnsweredEverywhere(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Dispatching nest = nest(random);
        Sent sent = keyed(random, null);

        BatchResult result = run(nest, Operation.OBJECT_ARCHIVE, sent, random);

        Set<String> written = writes(nest.hubSpot).keySet();
        Map<String, Outcome> first = new HashMap<>();
        for (int i = 0; i < sent.names().size(); i++) {
            Outcome outcome = Recorded.of(result).get(i);
            assertTrue(outcome != null
                    && outcome.equals(first.getOrDefault(sent.names().get(i), outcome)));
            first.put(sent.names().get(i), outcome);
            if (outcome instanceof Outcome.Succeeded) {
                // What is missing when it is archived again in doubt has been archived, as far as anybody can tell.
                assertTrue(written.contains(sent.names().get(i)) || sent.kinds().get(i) == Kind.MISSING);
            } else if (outcome instanceof Outcome.Unsent || outcome instanceof Outcome.Rejected) {
                assertFalse(written.contains(sent.names().get(i)));
            }
        }
        checkCalls(nest, sent);
    }

    private static BatchResult run(Dispatching nest, Operation operation, Sent sent, SplittableRandom random) {
        boolean strict = random.nextInt(8) == 0;
        Dispatching.Running running = nest.start(Dispatching.request(operation, sent.inputs(), strict));
        if (random.nextInt(3) == 0) {
            long when =
                    random.nextLong(Duration.ofSeconds(random.nextInt(1, 150)).toNanos());
            nest.timer.after(when, () -> running.run.stop(Reason.DEADLINE));
        }
        BatchResult result = nest.finish(running);
        nest.drain();
        assertEquals(
                sent.inputs().size(),
                result.outcomes().succeeded()
                        + result.outcomes().rejected()
                        + result.outcomes().unconfirmed()
                        + result.outcomes().unsent());
        assertEquals(nest.hubSpot.received().size(), result.calls(), "no call is made after the answer");
        return result;
    }

    private static void check(@Nullable Outcome outcome, Kind kind, String name, int times) {
        if (outcome instanceof Outcome.Succeeded success) {
            assertTrue(times >= 1, () -> name + " succeeded but was not written");
            assertTrue(kind == Kind.GOOD || kind == Kind.SILENT, () -> name + " is " + kind);
            success.results()
                    .forEach(result -> assertTrue(
                            !success.paired() || result.toString().contains("\"" + name + "\""),
                            () -> name + " got " + result));
            success.results().forEach(result -> assertFalse(result.toString().contains("objectWriteTraceId")));
        } else if (outcome instanceof Outcome.Rejected || outcome instanceof Outcome.Unsent) {
            assertEquals(0, times, () -> name + " was written, but is said to be " + outcome);
        }
    }

    private static void checkOrder(FakeHubSpot hubSpot, Sent sent) {
        Map<String, Integer> latest = new HashMap<>();
        for (Written written : hubSpot.ledger()) {
            int before = latest.getOrDefault(written.name(), -1);
            assertTrue(before <= written.value(), () -> written + " came after the value " + before);
            latest.put(written.name(), written.value());
        }
        assertTrue(sent.names().containsAll(latest.keySet()));
    }

    private static void checkCalls(Dispatching nest, Sent sent) {
        Map<String, Integer> calls = new HashMap<>();
        for (Received call : nest.hubSpot.received()) {
            assertTrue(!call.names().isEmpty() && call.names().size() <= MOST_INPUTS + 60);
            Set<String> names = new HashSet<>(call.names());
            assertEquals(call.names().size(), names.size(), () -> "one key twice in " + call);
            names.forEach(name -> calls.merge(name, 1, Integer::sum));
        }
        calls.forEach((name, times) -> {
            long inputs = sent.names().stream().filter(name::equals).count();
            assertTrue(times <= MOST_CALLS_PER_INPUT * inputs, () -> name + " was in " + times + " calls");
        });
        assertEquals(0, nest.hubSpot.throttled(), "the gateway ran into the limit");
    }

    private static Map<String, Integer> writes(FakeHubSpot hubSpot) {
        Map<String, Integer> writes = new HashMap<>();
        hubSpot.ledger().forEach(written -> writes.merge(written.name(), 1, Integer::sum));
        return writes;
    }

    private static Dispatching nest(SplittableRandom random) {
        int permits = random.nextInt(3, 40);
        Dispatching nest = new Dispatching(random.nextLong())
                .permits(permits)
                .maxInFlight(random.nextInt(1, 20))
                .maxAttempts(MAX_ATTEMPTS)
                .maxCallBytes(random.nextInt(5) == 0 ? 8_000_000 : random.nextInt(100, 2_000))
                .maxIsolationCalls(random.nextInt(4) == 0 ? random.nextInt(20) : 1_000);
        nest.hubSpot.permits(permits + random.nextInt(3));
        nest.hubSpot.answers().echoesTraces(random.nextBoolean());
        if (random.nextInt(3) == 0) {
            nest.hubSpot.answers().mostInputs(random.nextInt(1, 30));
        }
        if (random.nextInt(5) == 0) {
            nest.hubSpot.answers().tooLargeAbove(random.nextInt(1, 20));
        }
        double share = random.nextInt(3) == 0 ? 0 : random.nextDouble() * random.nextDouble();
        Fault[] kinds = Fault.values();
        SplittableRandom chance = random.split();
        nest.hubSpot.faults(call -> chance.nextDouble() < share ? kinds[chance.nextInt(kinds.length)] : Fault.NONE);
        if (random.nextInt(4) == 0) {
            nest.hubSpot.latency(Duration.ofMillis(1), Duration.ofSeconds(random.nextInt(1, 60)));
        }
        return nest;
    }

    private static Kind kind(SplittableRandom random, int badOf1000) {
        int chance = random.nextInt(1_000);
        if (chance >= badOf1000) {
            return Kind.GOOD;
        }
        return switch (chance % 8) {
            case 0, 1, 2 -> Kind.BAD;
            case 3, 4 -> Kind.CONFLICT;
            case 5, 6 -> Kind.SILENT;
            default -> Kind.MISSING;
        };
    }

    private static Sent creates(SplittableRandom random) {
        Sent sent = new Sent(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int badOf1000 = random.nextInt(random.nextInt(1, 400));
        int inputs = random.nextInt(1, MOST_INPUTS);
        for (int i = 0; i < inputs; i++) {
            Kind drawn = kind(random, badOf1000);
            Kind kind = drawn == Kind.MISSING ? Kind.GOOD : drawn;
            sent.names().add("n" + i);
            sent.kinds().add(kind);
            sent.inputs().add(FakeInputs.create("n" + i, i, kind));
        }
        return sent;
    }

    private static Sent keyed(SplittableRandom random, @Nullable String idProperty) {
        Sent sent = new Sent(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int badOf1000 = random.nextInt(random.nextInt(1, 300));
        int inputs = random.nextInt(1, MOST_INPUTS);
        int keys = random.nextInt(1, inputs + 1);
        Map<String, Kind> kinds = new HashMap<>();
        for (int i = 0; i < inputs; i++) {
            String name = String.format(Locale.ROOT, "k%03d", random.nextInt(keys));
            Kind kind = kinds.computeIfAbsent(name, n -> kind(random, badOf1000));
            sent.names().add(name);
            sent.kinds().add(kind);
            sent.inputs().add(FakeInputs.keyed(name, idProperty, i, kind));
        }
        return sent;
    }
}
