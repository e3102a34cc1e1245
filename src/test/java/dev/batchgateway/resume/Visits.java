package dev.batchgateway.resume;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.AccountsConfig;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.CallRoom;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.DispatchConfig;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.LaneConfig;
import dev.batchgateway.dispatch.Parts;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.DecisionTable;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.testing.Calls;
import dev.batchgateway.testing.FakeHubSpot;
import dev.batchgateway.testing.FakeInputs;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualLoop;
import dev.batchgateway.testing.ManualTimer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Callers of {@link Records} before a {@link FakeHubSpot}, in time that is moved by hand. */
final class Visits implements AutoCloseable {
    static final Duration RESUME = Duration.ofSeconds(60);
    static final Duration HOLD = Duration.ofMinutes(13);
    static final Resend UNMARKED = Resend.of(null, null);
    static final Resend COUNTED = Resend.of(null, "0");
    static final Resend MARKED = Resend.of(null, "1");
    private static final int PERMITS = 100_000;
    private static final int IN_FLIGHT = 256;
    private static final int MOST_STEPS = 100_000;

    final ManualClock clock = new ManualClock();
    final ManualTimer timer = new ManualTimer(clock);
    final FakeHubSpot hubSpot = new FakeHubSpot(clock, timer, 7);
    final Room room = new Room(Long.MAX_VALUE, Long.MAX_VALUE);
    final List<Found> found = new ArrayList<>();
    final Register register = new Register();
    final Records records;
    private final Vertx vertx = Vertx.vertx();
    private final Dispatcher dispatcher;
    private final List<ManualLoop> loops = new ArrayList<>();

    /** Whose answers are given by hand, and who remembers what it was told. */
    static final class Register implements Owners {
        final List<String> told = new ArrayList<>();
        final Map<String, Duration> held = new HashMap<>();
        Owner answer = Owner.HERE;

        @Override
        public Uni<Owner> claim(String name, String print, Duration hold) {
            told.add("claim");
            return Uni.createFrom().item(() -> answer);
        }

        @Override
        public void hold(String name, String print, Duration hold) {
            told.add("hold " + hold.toSeconds());
            held.put(name, hold);
        }

        @Override
        public void release(String name, String print) {
            told.add("release");
            held.remove(name);
        }
    }

    Visits() {
        this(RESUME, 10_000_000);
    }

    Visits(Duration resume, long maxBytes) {
        LaneConfig lane = new LaneConfig(PERMITS, PERMITS, Duration.ofSeconds(10), IN_FLIGHT, 0.05, true);
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20), () -> 0.5);
        this.dispatcher = new Dispatcher(
                new Accounts(new AccountsConfig(lane, lane, IN_FLIGHT, 0, 1), null, clock, timer, Watch.NONE),
                new Parts(
                        hubSpot,
                        new DecisionTable(5, backoff, Duration.ofSeconds(2), Duration.ofSeconds(30)),
                        new DispatchConfig(
                                8_000_000,
                                1_000,
                                Duration.ofSeconds(100).toNanos(),
                                Duration.ofMillis(50).toNanos()),
                        clock,
                        timer,
                        Watch.NONE,
                        new CallRoom(Long.MAX_VALUE)));
        this.records = new Records(
                new ResumeConfig(resume, maxBytes, HOLD),
                register,
                timer,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                clock,
                found::add);
    }

    /** New records, their names beginning with {@code name}. */
    static List<String> creates(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> FakeInputs.create(name + i, i, FakeInputs.Kind.GOOD))
                .toList();
    }

    /** Upserts by keys that begin with {@code name}. */
    static List<String> upserts(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> FakeInputs.keyed(name + i, "sku", i, FakeInputs.Kind.GOOD))
                .toList();
    }

    /** Somebody sends a batch. */
    Visit sends(Resend resend, Operation operation, List<String> inputs) {
        ManualLoop loop = new ManualLoop();
        loops.add(loop);
        Visit visit = new Visit(records, resend, asked(operation, inputs, loop), loop);
        run();
        return visit;
    }

    Visit creates(Resend resend, List<String> inputs) {
        return sends(resend, Operation.OBJECT_CREATE, inputs);
    }

    private Asked asked(Operation operation, List<String> texts, ManualLoop loop) {
        Inputs inputs = Calls.inputs(texts);
        String token = "Bearer pat-na1-1";
        Target target = new Target(operation, "/crm/v3/objects/companies/batch/" + operation.path(), null, "companies");
        Fingerprint print = new Fingerprint(token, target.path(), "json ");
        print.add(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
        return new Asked(
                operation,
                token,
                print.end(),
                inputs,
                () -> new AnswerStore(
                        operation,
                        inputs.size(),
                        true,
                        room.share("somebody"),
                        new Spool(Path.of("unused"), 0, vertx.fileSystem()).open(vertx.getOrCreateContext())),
                (source, store, thread) -> {
                    BatchRun run = dispatcher.run(
                            new BatchRequest(
                                    target,
                                    Envelope.none(operation),
                                    source,
                                    store,
                                    new Caller(token, null, Turns.USUAL_URGENCY),
                                    false),
                            thread);
                    return new Running(run, run.result());
                },
                loop,
                Instant.EPOCH,
                clock.getAsLong());
    }

    /** Runs all event loops until none has anything to do. */
    void run() {
        for (int i = 0; i < 20; i++) {
            List.copyOf(loops).forEach(ManualLoop::run);
        }
    }

    /** Lets time pass until {@code visit} is answered. */
    Visit answered(Visit visit) {
        for (int steps = 0; !visit.isAnswered(); steps++) {
            if (steps > MOST_STEPS || !timer.runNext()) {
                throw new AssertionError("Nothing is planned, and no answer has come");
            }
            run();
        }
        return visit;
    }

    /** Lets so much time pass. */
    void pass(Duration time) {
        long end = clock.getAsLong() + time.toNanos();
        while (!timer.isEmpty() && clock.getAsLong() + timer.untilNext().toNanos() <= end) {
            timer.runNext();
            run();
        }
        clock.moveTo(end);
        run();
    }

    /** How often the input of that name was written. */
    long written(String name) {
        return hubSpot.ledger().stream()
                .filter(write -> write.name().equals(name))
                .count();
    }

    /** Whether each of {@code count} inputs whose names begin with {@code name} was written so often. */
    boolean allWritten(String name, int count, long times) {
        return IntStream.range(0, count).allMatch(i -> written(name + i) == times);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
