package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.limit.Door;
import dev.batchgateway.limit.InFlight;
import dev.batchgateway.limit.Window;
import dev.batchgateway.retry.ReplyKind;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The waiting line of one rate budget. Who asks for a permit gets it when the window has one, fewer calls are under
 * way than are good for HubSpot, and the lane is open; in the order of asking.
 *
 * <p>A lane without an answer in the last window sends one call alone (DESIGN section 5, opening): it shows whether
 * the token is good, and its headers how fast the others may go. A 429 shuts the lane for a growing while and lets one
 * call through to find out. Thread-safe; permits are handed out on the thread that made them free.
 */
public final class Lane {
    private static final long FIRST_SHUT_NANOS = Duration.ofSeconds(1).toNanos();

    private record Waiter(UniEmitter<? super Permit> emitter, long sinceNanos) {}

    private final InFlightGate gate;
    private final LongSupplier clock;
    private final Timer timer;
    private final Window window;
    private final InFlight inFlight;
    private final Door door = new Door(FIRST_SHUT_NANOS);
    private final boolean learnsRate;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private boolean isRateKnown;
    private boolean everAnswered;
    private long answeredAt;
    private long wakeAt = Long.MAX_VALUE;

    Lane(LaneConfig config, boolean learnsRate, InFlightGate gate, LongSupplier clock, Timer timer) {
        this.gate = gate;
        this.clock = clock;
        this.timer = timer;
        this.window = new Window(config.permits(), config.window().toNanos());
        this.inFlight = new InFlight(config.maxInFlight());
        this.learnsRate = learnsRate;
    }

    /** A permit, as soon as there is one. Not to be cancelled: a permit that is not wanted is given back. */
    @CheckReturnValue
    public Uni<Permit> permit() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                waiting.add(new Waiter(emitter, clock.getAsLong()));
            }
            pump();
        });
    }

    /** Calls in a window, as far as it is known. */
    public synchronized int permits() {
        return window.permits();
    }

    /** The least time {@code calls} calls take at the rate HubSpot has told; 0 while it has told none. */
    synchronized long leastNanos(long calls) {
        return isRateKnown ? Math.max(0, calls - 1) / window.permits() * window.lengthNanos() : 0;
    }

    /** Whether nothing waits, nothing is under way, and no answer came in the last window. */
    synchronized boolean isIdle(long now) {
        return waiting.isEmpty()
                && window.underWay() == 0
                && !door.isShut(now)
                && !isOpened(now)
                && window.available(now) >= window.permits();
    }

    void ended(Exchange exchange, ReplyKind kind, long goneWhenTaken) {
        synchronized (this) {
            window.ended(countedAt(exchange));
            learnRate(exchange, kind, goneWhenTaken);
            learn(exchange, kind);
        }
        gate.leave();
        pump();
    }

    void unused() {
        synchronized (this) {
            window.unused();
        }
        gate.leave();
        pump();
    }

    /** Hands out what can be handed out, and sees to it that it looks again when more can be. */
    void pump() {
        long now = clock.getAsLong();
        List<Waiter> served = new ArrayList<>();
        long gone;
        synchronized (this) {
            while (!waiting.isEmpty() && maySend(now) && gate.tryEnter(this)) {
                if (!window.tryTake(now)) {
                    throw new IllegalStateException("A lane that may send has no permit");
                }
                served.add(waiting.remove());
            }
            if (!waiting.isEmpty()) {
                wakeLater(now);
            }
            gone = window.gone();
        }
        for (Waiter waiter : served) {
            waiter.emitter().complete(new Permit(this, now - waiter.sinceNanos(), gone));
        }
    }

    private boolean maySend(long now) {
        if (door.isShut(now)) {
            return false;
        }
        int bound = door.isNarrow() || !isOpened(now) ? 1 : inFlight.bound();
        return window.underWay() < bound && window.available(now) > 0;
    }

    private boolean isOpened(long now) {
        return everAnswered && now - answeredAt < window.lengthNanos();
    }

    private void wakeLater(long now) {
        long whenBack = window.available(now) > 0 ? Long.MAX_VALUE : window.nextAt();
        long next = door.isShut(now) ? door.opensAt() : whenBack;
        if (next == Long.MAX_VALUE || (wakeAt != Long.MAX_VALUE && wakeAt - next <= 0)) {
            return;
        }
        wakeAt = next;
        timer.after(next - now, () -> wake(next));
    }

    /** A timer that an earlier one has overtaken does nothing: the earlier one has set its successor. */
    private void wake(long planned) {
        synchronized (this) {
            if (wakeAt != planned) {
                return;
            }
            wakeAt = Long.MAX_VALUE;
        }
        pump();
    }

    private void learnRate(Exchange exchange, ReplyKind kind, long goneWhenTaken) {
        if (learnsRate
                && exchange.rate().tellsRate()
                && kind != ReplyKind.UNAUTHORIZED
                && kind != ReplyKind.FORBIDDEN) {
            isRateKnown = true;
            window.learn(exchange.rate().max(), exchange.rate().intervalMillis() * 1_000_000);
            if (exchange.rate().remaining() >= 0) {
                window.remainingAt(exchange.rate().remaining(), goneWhenTaken, exchange.endedNanos());
            }
        }
    }

    private void learn(Exchange exchange, ReplyKind kind) {
        long now = exchange.endedNanos();
        switch (kind) {
            case THROTTLED -> door.shut(exchange.sentNanos(), now, asked(exchange), window.lengthNanos());
            case OVERLOADED, TOO_SLOW -> inFlight.overloaded(exchange.sentNanos(), now, window.underWay() + 1);
            case NO_ANSWER, NOT_REACHED, UNTRUSTED, UNAUTHORIZED, FORBIDDEN -> {}
            default -> {
                everAnswered = true;
                answeredAt = now;
                door.answered(exchange.sentNanos());
                inFlight.succeeded();
            }
        }
    }

    private static long asked(Exchange exchange) {
        return exchange.reply() instanceof Reply.Refused refused
                ? Duration.ofSeconds(refused.retryAfterSeconds()).toNanos()
                : 0;
    }

    /**
     * The latest moment HubSpot can have counted the call: its answer's arrival less the time it worked on it, which
     * it began after counting.
     */
    private static long countedAt(Exchange exchange) {
        if (exchange.reply() instanceof Reply.Answered answered) {
            Answer answer = answered.answer();
            if (answer.startedAt() != null && answer.completedAt() != null) {
                long worked = Duration.between(answer.startedAt(), answer.completedAt())
                        .toNanos();
                long earliest = exchange.endedNanos() - Math.max(0, worked);
                return Math.max(exchange.sentNanos(), earliest);
            }
        }
        return exchange.endedNanos();
    }
}
