package dev.batchgateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Call;
import dev.batchgateway.dispatch.CallSender;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.RateSignal;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * A HubSpot in memory, as slow, as limited and as faulty as it is told to be. What it answers follows from each input
 * alone (see {@link FakeInputs} and {@link FakeAnswers}), so that a result that reaches the wrong place is seen at once.
 * Its ledger says what was really written, and when.
 */
public final class FakeHubSpot implements CallSender {
    /** What happens to a call on its way. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** The connection is cut after the call was worked on. */
        CUT_AFTER_WRITING,
        /** The connection is cut before anything was worked on. */
        CUT_BEFORE_WRITING,
        /** The connection is cut; the call is worked on up to 99 s after it was sent. */
        WRITTEN_LATE,
        /** 502, and it was worked on. */
        BAD_GATEWAY_AFTER_WRITING,
        /** 503, and it was not. */
        UNAVAILABLE_BEFORE_WRITING,
        /** 504, and it was worked on. */
        TIMED_OUT_AFTER_WRITING,
        /** 423. */
        LOCKED,
        /** 429 of the ten-second limit, for no reason. */
        THROTTLED,
        /** No connection. */
        NOT_REACHED
    }

    /** One input that was written. */
    public record Written(String name, int value, long atNanos) {}

    /** One call that came in. */
    public record Received(List<String> names, long atNanos) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock;
    private final ManualTimer timer;
    private final SplittableRandom random;
    private final FakeAnswers answers;
    private final List<Written> ledger = new ArrayList<>();
    private final List<Received> received = new ArrayList<>();
    private final List<Exchange> ended = new ArrayList<>();
    private final Deque<Long> counted = new ArrayDeque<>();
    private IntFunction<Fault> faults = call -> Fault.NONE;
    private long leastLatency = Duration.ofMillis(150).toNanos();
    private long mostLatency = Duration.ofMillis(350).toNanos();
    private int permits = Integer.MAX_VALUE;
    private int throttled;
    private int strangersLetIn;
    private int underWay;
    private int mostUnderWay;

    /** A HubSpot on {@code clock} and {@code timer} whose chances come from {@code seed}. */
    public FakeHubSpot(ManualClock clock, ManualTimer timer, long seed) {
        this.clock = clock;
        this.timer = timer;
        this.random = new SplittableRandom(seed);
        this.answers = new FakeAnswers(random.split());
    }

    /** How it answers; to be set before the first call. */
    public FakeAnswers answers() {
        return answers;
    }

    /** Gives each call its fault, by its number from 0. */
    public void faults(IntFunction<Fault> newFaults) {
        faults = newFaults;
    }

    /** How long a call takes. */
    public void latency(Duration least, Duration most) {
        leastLatency = least.toNanos();
        mostLatency = most.toNanos();
    }

    /** At most so many calls in any ten seconds, which it then tells in its headers; all others meet a 429. */
    public void permits(int newPermits) {
        permits = newPermits;
    }

    /** Somebody else makes a call. */
    public boolean stranger() {
        boolean isLetIn = isCounted();
        strangersLetIn += isLetIn ? 1 : 0;
        return isLetIn;
    }

    /** Strangers' calls that met no 429. */
    public int strangersLetIn() {
        return strangersLetIn;
    }

    /** What was written, in the order of writing. */
    public List<Written> ledger() {
        return ledger;
    }

    /** The calls that came in. */
    public List<Received> received() {
        return received;
    }

    /** The calls that have ended, in the order of ending. */
    public List<Exchange> ended() {
        return ended;
    }

    /** Calls that met a 429 of the rolling window. */
    public int throttled() {
        return throttled;
    }

    /** Most calls under way at once. */
    public int mostUnderWay() {
        return mostUnderWay;
    }

    @Override
    public Uni<Exchange> send(Call call) {
        return Uni.createFrom().emitter(emitter -> {
            long sent = clock.getAsLong();
            long latency = random.nextLong(leastLatency, mostLatency + 1);
            long up = random.nextLong(latency / 4 + 1);
            underWay++;
            mostUnderWay = Math.max(mostUnderWay, underWay);
            Fault fault = faults.apply(received.size());
            List<FakeInputs.Parsed> inputs = FakeInputs.parse(inputsOf(call));
            received.add(
                    new Received(inputs.stream().map(FakeInputs.Parsed::name).toList(), sent));
            timer.after(up, () -> {
                Reply reply = reply(fault, call.target().operation(), inputs, call, sent);
                RateSignal rate = permits == Integer.MAX_VALUE || !(reply instanceof Reply.Answered)
                        ? RateSignal.SILENT
                        : new RateSignal(permits, permits - counted.size(), 10_000, -1);
                timer.after(latency - up, () -> {
                    underWay--;
                    Exchange exchange = new Exchange(reply, rate, sent, clock.getAsLong());
                    ended.add(exchange);
                    emitter.complete(exchange);
                });
            });
        });
    }

    private Reply reply(Fault fault, Operation operation, List<FakeInputs.Parsed> inputs, Call call, long sent) {
        if (fault == Fault.NOT_REACHED) {
            return new Reply.NotReached(false, "no connection");
        }
        if (!isCounted()) {
            throttled++;
            return FakeAnswers.throttled();
        }
        return switch (fault) {
            case NONE -> worked(operation, inputs, call);
            case CUT_BEFORE_WRITING -> new Reply.NoAnswer("cut");
            case CUT_AFTER_WRITING -> instead(worked(operation, inputs, call), new Reply.NoAnswer("cut"));
            case WRITTEN_LATE -> {
                long latest = sent + Duration.ofSeconds(99).toNanos() - clock.getAsLong();
                timer.after(random.nextLong(latest), () -> worked(operation, inputs, call));
                yield new Reply.NoAnswer("cut");
            }
            case BAD_GATEWAY_AFTER_WRITING -> instead(worked(operation, inputs, call), FakeAnswers.html(502));
            case UNAVAILABLE_BEFORE_WRITING -> FakeAnswers.html(503);
            case TIMED_OUT_AFTER_WRITING -> instead(worked(operation, inputs, call), FakeAnswers.html(504));
            case LOCKED -> FakeAnswers.html(423);
            case THROTTLED -> FakeAnswers.throttled();
            case NOT_REACHED -> throw new IllegalStateException("handled above");
        };
    }

    /** HubSpot gives the right answer, but another one arrives. */
    private static Reply instead(Reply right, Reply arriving) {
        return right instanceof Reply.NotReached ? right : arriving;
    }

    private Reply worked(Operation operation, List<FakeInputs.Parsed> inputs, Call call) {
        FakeAnswers.Worked worked = answers.work(operation, inputs, call.authorization());
        for (FakeInputs.Parsed input : worked.written()) {
            ledger.add(new Written(input.name(), input.value(), clock.getAsLong()));
        }
        return worked.reply();
    }

    /** The rolling window: exact, and a refused call does not count. */
    private boolean isCounted() {
        long now = clock.getAsLong();
        while (!counted.isEmpty()
                && counted.element() <= now - Duration.ofSeconds(10).toNanos()) {
            counted.remove();
        }
        if (counted.size() >= permits) {
            return false;
        }
        counted.add(now);
        return true;
    }

    private static JsonNode inputsOf(Call call) {
        try {
            return JSON.readTree(call.body()).path("inputs");
        } catch (IOException e) {
            throw new UncheckedIOException("A call whose body is no JSON", e);
        }
    }
}
