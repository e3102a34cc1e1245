package dev.batchgateway.resume;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.BatchRequest;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import dev.batchgateway.testing.Calls;
import dev.batchgateway.testing.FakeHubSpot;
import dev.batchgateway.testing.FakeInputs;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualDispatch;
import dev.batchgateway.testing.ManualLoop;
import dev.batchgateway.testing.ManualTimer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
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
import org.jspecify.annotations.Nullable;

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
    private static final String USUAL = "json/json";

    final ManualClock clock = new ManualClock();
    final ManualTimer timer = new ManualTimer(clock);
    final FakeHubSpot hubSpot = new FakeHubSpot(clock, timer, 7);
    final Room room;
    final Spool spool;
    final List<Found> found = new ArrayList<>();
    final Register register = new Register();
    final Records records;
    /** Runs that were begun, of all batches. */
    int runs;
    /** Whether a run fails when all its inputs have ended, as by a bug. */
    boolean breaks;

    /** What holds none of what it leads to. */
    WeakReference<@Nullable BatchRun> lastRun = new WeakReference<>(null);

    WeakReference<@Nullable AnswerStore> lastStore = new WeakReference<>(null);
    private final Vertx vertx = Vertx.vertx();
    private final Dispatcher dispatcher;
    private final List<ManualLoop> loops = new ArrayList<>();

    /** Whose answers are given by hand, and who remembers what it was told. */
    static final class Register implements Owners {
        final List<String> told = new ArrayList<>();
        final Map<String, Duration> held = new HashMap<>();
        Owner answer = Owner.HERE;
        /** Whether it answers only when it is told to. */
        boolean isSlow;

        private final List<UniEmitter<? super Owner>> asked = new ArrayList<>();

        void answersNow() {
            asked.forEach(emitter -> emitter.complete(answer));
            asked.clear();
        }

        @Override
        public Uni<Owner> claim(String name, String print, Duration hold) {
            told.add("claim");
            return isSlow
                    ? Uni.createFrom().emitter(asked::add)
                    : Uni.createFrom().item(() -> answer);
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
        this(resume, maxBytes, Long.MAX_VALUE);
    }

    /** @param memory bytes of answers that are held there and not on disk */
    Visits(Duration resume, long maxBytes, long memory) {
        this.room = new Room(memory, memory);
        this.spool =
                new Spool(Path.of(System.getProperty("java.io.tmpdir"), "records"), Long.MAX_VALUE, vertx.fileSystem());
        this.dispatcher = ManualDispatch.of(hubSpot, clock, timer, PERMITS, IN_FLIGHT);
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
        return sends(resend, operation, inputs, USUAL);
    }

    /** Somebody sends a batch in that form. */
    Visit sends(Resend resend, Operation operation, List<String> inputs, String form) {
        Visit visit = arrives(resend, operation, inputs, form);
        run();
        return visit;
    }

    /** Somebody has sent new records, of which nothing more has been done. */
    Visit arrives(Resend resend, List<String> inputs) {
        return arrives(resend, Operation.OBJECT_CREATE, inputs, USUAL);
    }

    private Visit arrives(Resend resend, Operation operation, List<String> inputs, String form) {
        ManualLoop loop = new ManualLoop();
        loops.add(loop);
        return new Visit(records, resend, asked(operation, inputs, form, loop), loop);
    }

    Visit creates(Resend resend, List<String> inputs) {
        return sends(resend, Operation.OBJECT_CREATE, inputs);
    }

    private Asked asked(Operation operation, List<String> texts, String form, ManualLoop loop) {
        Inputs inputs = Calls.inputs(texts);
        String token = "Bearer pat-na1-1";
        Target target = new Target(operation, "/crm/v3/objects/companies/batch/" + operation.path(), null, "companies");
        Fingerprint print = new Fingerprint(token, target.path());
        byte[] body = String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
        print.add(body, 0, body.length);
        return new Asked(
                operation,
                token,
                print.end(),
                form,
                Envelope.none(operation),
                inputs,
                () -> store(operation, inputs.size()),
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
                    runs++;
                    lastRun = new WeakReference<>(run);
                    return new Running(run, run::stop, run.result().invoke(this::mayBreak));
                },
                loop,
                loop,
                Instant.EPOCH,
                clock.getAsLong());
    }

    private AnswerStore store(Operation operation, int inputs) {
        AnswerStore store = new AnswerStore(
                operation, inputs, true, room.share("somebody"), spool.open(vertx.getOrCreateContext()));
        lastStore = new WeakReference<>(store);
        return store;
    }

    private void mayBreak() {
        if (breaks) {
            throw new IllegalStateException("A bug");
        }
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
