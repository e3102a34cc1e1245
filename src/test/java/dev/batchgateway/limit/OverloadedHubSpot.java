package dev.batchgateway.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A HubSpot that carries so many calls at once and no more, and a greedy caller with calls without end that are sent
 * again when they are refused, as the gateway does it. In virtual time: minutes pass in milliseconds, and a seed gives
 * the same run every time.
 */
final class OverloadedHubSpot {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    private static final int MAX_ATTEMPTS = 5;

    /** What becomes of a call that finds all places taken. */
    enum Manner {
        /** It is refused, and keeps no other out meanwhile. */
        REFUSES,
        /** It is refused after as long as others take, and keeps them out until then, as our simulator does it. */
        HOLDS,
        /** It waits for a place, and is refused if there was none in time. */
        QUEUES
    }

    /**
     * @param capacity calls it carries at once, by the time
     * @param refusal nanoseconds a refusal takes, or a call waits for a place
     * @param sporadic share of all calls that are refused for no reason, 0 to 1
     * @param permits calls in a window of ten seconds; 0 for no such limit
     */
    record Setup(LongToIntFunction capacity, Manner manner, long refusal, double sporadic, int permits) {}

    /** What bounds the calls under way. */
    interface Bound {
        int bound();

        default void succeeded(long sentAt, long now, int underWay) {}

        default void overloaded(long sentAt, long now, int underWay) {}
    }

    private record Event(long at, long number, Runnable happens) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private static final class Call {
        private int attempts;
        private long sentAt;
    }

    private final Setup setup;
    private final Bound bound;
    private final SplittableRandom random;
    private final @Nullable Window window;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Call> again = new ArrayDeque<>();
    private final Deque<Call> queue = new ArrayDeque<>();
    private final int[] succeeded;
    private final int[] boundAfter;
    private long eventsSoFar;
    private long now;
    private long wakesAt = Long.MIN_VALUE;
    private int underWay;
    private int served;
    private int refused;
    private int usedUp;

    OverloadedHubSpot(Setup setup, Bound bound, int seconds, long seed) {
        this.setup = setup;
        this.bound = bound;
        this.random = new SplittableRandom(seed);
        this.window = setup.permits() > 0 ? new Window(setup.permits(), 10 * SECOND) : null;
        this.succeeded = new int[seconds];
        this.boundAfter = new int[seconds];
    }

    OverloadedHubSpot run() {
        send();
        while (!events.isEmpty() && events.element().at() < succeeded.length * SECOND) {
            Event event = events.remove();
            now = event.at();
            event.happens().run();
            send();
            boundAfter[second()] = bound.bound();
        }
        return this;
    }

    private void send() {
        while (underWay < bound.bound() && (window == null || window.tryTake(now))) {
            Call call = again.isEmpty() ? new Call() : again.remove();
            call.sentAt = now;
            call.attempts++;
            underWay++;
            in(random.nextLong(5 * MILLI, 15 * MILLI), () -> arrives(call));
        }
        if (window != null && window.nextAt() != Long.MAX_VALUE && window.nextAt() != wakesAt) {
            wakesAt = window.nextAt();
            in(wakesAt - now, () -> {});
        }
    }

    private void arrives(Call call) {
        boolean isFull = served >= setup.capacity().applyAsInt(now);
        if (random.nextDouble() < setup.sporadic()) {
            in(setup.refusal(), () -> refuse(call));
        } else if (!isFull) {
            serve(call);
        } else if (setup.manner() == Manner.QUEUES) {
            queue.add(call);
            in(setup.refusal(), () -> {
                if (queue.remove(call)) {
                    refuse(call);
                }
            });
        } else if (setup.manner() == Manner.HOLDS) {
            served++;
            in(latency(), () -> {
                served--;
                refuse(call);
            });
        } else {
            in(random.nextLong(setup.refusal(), setup.refusal() * 5 / 4), () -> refuse(call));
        }
    }

    private void serve(Call call) {
        served++;
        in(latency(), () -> {
            served--;
            while (!queue.isEmpty() && served < setup.capacity().applyAsInt(now)) {
                serve(queue.remove());
            }
            succeed(call);
        });
    }

    private long latency() {
        return random.nextLong(140 * MILLI, 340 * MILLI);
    }

    private void succeed(Call call) {
        succeeded[second()]++;
        bound.succeeded(call.sentAt, now, underWay);
        ended(call, call.sentAt + 15 * MILLI);
    }

    /** The waits are those of {@code DecisionTable}: two seconds, and a backoff from one second up, in part random. */
    private void refuse(Call call) {
        refused++;
        bound.overloaded(call.sentAt, now, underWay);
        ended(call, now);
        if (call.attempts < MAX_ATTEMPTS) {
            long half = (SECOND / 2) << (call.attempts - 1);
            in(2 * SECOND + half + random.nextLong(half), () -> again.add(call));
        } else {
            usedUp++;
        }
    }

    private void ended(Call call, long countedAt) {
        underWay--;
        if (window != null) {
            window.ended(call.sentAt, countedAt);
        }
    }

    private int second() {
        return (int) (now / SECOND);
    }

    private void in(long nanos, Runnable happens) {
        events.add(new Event(now + nanos, eventsSoFar++, happens));
    }

    /** Calls that succeeded. */
    int succeeded() {
        return succeededSince(0);
    }

    /** Calls that succeeded since {@code second}. */
    int succeededSince(int second) {
        return IntStream.range(second, succeeded.length).map(i -> succeeded[i]).sum();
    }

    /** Attempts that were refused. */
    int refused() {
        return refused;
    }

    /** Calls that were refused as often as a call is sent. */
    int usedUp() {
        return usedUp;
    }

    /** The bound at the end of {@code second}. */
    int boundAfter(int second) {
        return boundAfter[second];
    }
}
