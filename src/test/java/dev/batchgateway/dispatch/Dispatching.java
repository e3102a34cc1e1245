package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Target;
import dev.batchgateway.json.Slice;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.DecisionTable;
import dev.batchgateway.testing.FakeHubSpot;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualLoop;
import dev.batchgateway.testing.ManualTimer;
import dev.batchgateway.testing.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The whole nest of this package over a {@link FakeHubSpot}, on one thread, in time that is moved by hand. */
final class Dispatching {
    static final String TOKEN = "Bearer pat-na1-1";
    static final Caller CALLER = new Caller(TOKEN, null, Turns.USUAL_URGENCY);
    private static final Duration LATE = Duration.ofSeconds(100);
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final int MOST_STEPS = 5_000_000;

    /** A batch on its way. */
    static final class Running {
        final BatchRun run;
        final AtomicReference<@Nullable BatchResult> result = new AtomicReference<>();
        final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        private Running(BatchRun run) {
            this.run = run;
        }

        boolean isOver() {
            return result.get() != null || failure.get() != null;
        }

        BatchResult result() {
            Throwable bug = failure.get();
            if (bug != null) {
                throw new AssertionError("The batch failed", bug);
            }
            BatchResult there = result.get();
            if (there == null) {
                throw new AssertionError("The batch has not ended");
            }
            return there;
        }
    }

    final ManualClock clock = new ManualClock();
    final ManualTimer timer = new ManualTimer(clock);
    final ManualLoop loop = new ManualLoop();
    final FakeHubSpot hubSpot;
    CallRoom callRoom = new CallRoom(Long.MAX_VALUE, timer);
    private final SplittableRandom random;
    private int permits = 100_000;
    private int maxInFlight = 256;
    private double keptShare = 0.05;
    private long dailyReserve;
    private int maxAttempts = 5;
    private long maxCallBytes = 8_000_000;
    private int maxIsolationCalls = 1_000;
    private @Nullable Dispatcher dispatcher;

    Dispatching(long seed) {
        this.random = new SplittableRandom(seed);
        this.hubSpot = new FakeHubSpot(clock, timer, random.nextLong());
    }

    Dispatching permits(int newPermits) {
        permits = newPermits;
        return this;
    }

    Dispatching maxInFlight(int most) {
        maxInFlight = most;
        return this;
    }

    Dispatching keptShare(double share) {
        keptShare = share;
        return this;
    }

    Dispatching dailyReserve(long calls) {
        dailyReserve = calls;
        return this;
    }

    Dispatching maxAttempts(int most) {
        maxAttempts = most;
        return this;
    }

    Dispatching maxCallBytes(long most) {
        maxCallBytes = most;
        return this;
    }

    Dispatching callRoom(long most) {
        callRoom = new CallRoom(most, timer);
        return this;
    }

    Dispatching maxIsolationCalls(int most) {
        maxIsolationCalls = most;
        return this;
    }

    Dispatcher dispatcher() {
        if (dispatcher == null) {
            dispatcher = gateway(null);
        }
        return dispatcher;
    }

    /** One more gateway in front of the same HubSpot. */
    Dispatcher gateway(@Nullable SharedBudgets shared) {
        LaneConfig lane = new LaneConfig(permits, permits, Duration.ofSeconds(10), maxInFlight, keptShare, true);
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20), random::nextDouble);
        return new Dispatcher(
                new Accounts(
                        new AccountsConfig(lane, lane, maxInFlight, dailyReserve, 1), shared, clock, timer, Watch.NONE),
                new Parts(
                        hubSpot,
                        table(maxAttempts, backoff),
                        new DispatchConfig(maxCallBytes, maxIsolationCalls, LATE.toNanos(), LINGER.toNanos()),
                        clock,
                        timer,
                        Watch.NONE,
                        callRoom));
    }

    /** With the waits of DESIGN section 4. */
    static DecisionTable table(int maxAttempts, Backoff backoff) {
        return new DecisionTable(maxAttempts, backoff, Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    static BatchRequest request(Operation operation, List<String> inputs, boolean strict) {
        Inputs all = new Inputs();
        inputs.forEach(input -> all.add(Slice.of(input)));
        Target target = new Target(operation, "/crm/v3/objects/companies/batch/" + operation.path(), null, "companies");
        return new BatchRequest(target, Envelope.none(operation), all.source(), new Recorded(), CALLER, strict);
    }

    Running start(Operation operation, List<String> inputs) {
        return start(request(operation, inputs, false));
    }

    Running start(BatchRequest request) {
        return start(dispatcher(), request);
    }

    Running start(Dispatcher other, Operation operation, List<String> inputs) {
        return start(other, request(operation, inputs, false));
    }

    private Running start(Dispatcher other, BatchRequest request) {
        Running running = new Running(other.run(request, loop));
        running.run.result().subscribe().with(running.result::set, running.failure::set);
        loop.run();
        return running;
    }

    BatchResult run(Operation operation, List<String> inputs) {
        return finish(start(operation, inputs));
    }

    BatchResult finish(Running running) {
        for (int steps = 0; !running.isOver(); steps++) {
            if (steps > MOST_STEPS || !step()) {
                throw new AssertionError("The batch hangs: nothing is planned, and it has not ended");
            }
        }
        return running.result();
    }

    /** Does what is next in time; false when there is nothing. */
    boolean step() {
        boolean ran = timer.runNext();
        loop.run();
        return ran;
    }

    /** Runs everything that is planned for the next {@code time}. */
    void pass(Duration time) {
        long end = clock.getAsLong() + time.toNanos();
        while (!timer.isEmpty() && clock.getAsLong() + timer.untilNext().toNanos() <= end) {
            step();
        }
        clock.moveTo(end);
        loop.run();
    }

    /** Lets everything happen that may still happen. */
    void drain() {
        for (int steps = 0; step(); steps++) {
            if (steps > MOST_STEPS) {
                throw new AssertionError("It never ends");
            }
        }
    }

    /** The outcomes by their names, in order. */
    static List<String> words(BatchResult result) {
        List<String> words = new ArrayList<>();
        for (int position = 0; position < result.outcomes().inputs(); position++) {
            words.add(word(Recorded.of(result).get(position)));
        }
        return words;
    }

    static String word(@Nullable Outcome outcome) {
        if (outcome instanceof Outcome.Unconfirmed unconfirmed) {
            return "unconfirmed " + unconfirmed.reason();
        }
        if (outcome instanceof Outcome.Unsent unsent) {
            return "unsent " + unsent.reason();
        }
        return outcome instanceof Outcome.Succeeded
                ? "succeeded"
                : outcome instanceof Outcome.Rejected ? "rejected" : "open";
    }
}
