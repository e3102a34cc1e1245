package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.limit.Climb;
import dev.batchgateway.limit.Door;
import dev.batchgateway.limit.InFlight;
import dev.batchgateway.limit.Window;
import dev.batchgateway.retry.ReplyKind;
import java.time.Duration;

/**
 * How many calls of one lane may be sent now, and what ended calls teach about that: the rolling window, the door that
 * a 429 shuts, the bound on calls under way, and the single call a lane opens with. Guarded by its lane's lock.
 */
final class Pace {
    private static final long FIRST_SHUT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Window window;
    private final InFlight inFlight;
    private final Climb climb;
    private final boolean isTaught;
    private final Door door = new Door(FIRST_SHUT_NANOS);
    private int permits;
    private int parts = 1;
    private boolean isTold;
    private boolean everAnswered;
    private long answeredAt;
    private long othersShutUntil;
    private boolean othersShut;

    Pace(LaneConfig config, long now) {
        this.permits = config.permits();
        this.window = new Window(config.permits(), config.window().toNanos());
        this.inFlight = new InFlight(config.maxInFlight());
        this.climb = new Climb(config.permits(), config.mostPermits(), now);
        this.isTaught = config.isTaught();
    }

    /** Calls that may be sent now; 0 when none may. */
    int free(long now) {
        if (shutNanos(now) > 0) {
            return 0;
        }
        if (!isTaught) {
            learn(climb.permits(now), window.lengthNanos());
        }
        int bound = door.isNarrow() || !isOpened(now) ? 1 : inFlight.bound();
        return Math.max(0, Math.min(bound - window.underWay(), window.available(now)));
    }

    /** Permits of the window that nobody has, whatever else may keep a call from being sent. */
    int available(long now) {
        return window.available(now);
    }

    void take(long now) {
        if (!window.tryTake(now)) {
            throw new IllegalStateException("A lane that may send has no permit");
        }
    }

    void unused() {
        window.unused();
    }

    /** When more calls may be sent than now, for all that is known; {@link Long#MAX_VALUE} when calls under way decide. */
    long nextAt(long now) {
        long shut = shutNanos(now);
        return shut > 0 ? now + shut : window.nextAt();
    }

    /**
     * A call has ended.
     *
     * @param goneWhenTaken {@link #gone} when its permit was taken
     * @param alone whether the window is this gateway's alone, so that {@code -Remaining} speaks of strangers
     * @return the latest moment HubSpot can have counted it
     */
    long ended(Exchange exchange, ReplyKind kind, long goneWhenTaken, boolean alone) {
        long countedAt = countedAt(exchange);
        window.ended(countedAt);
        if (kind != ReplyKind.UNAUTHORIZED && kind != ReplyKind.FORBIDDEN) {
            learnRate(exchange, goneWhenTaken, alone);
        }
        learn(exchange, kind);
        return countedAt;
    }

    /** Permits that have come back so far. */
    long gone() {
        return window.gone();
    }

    /** Only one of so many parts of the window is this gateway's. */
    void divide(int newParts) {
        parts = Math.max(1, newParts);
        window.learn(Math.max(1, permits / parts), window.lengthNanos());
    }

    /** The window holds so many calls, as HubSpot, or another gateway, has said. */
    void learn(int newPermits, long newLengthNanos) {
        permits = Math.max(1, newPermits);
        window.learn(Math.max(1, permits / parts), newLengthNanos);
    }

    /** Another gateway has met a 429. */
    void shutByOthers(long nanos, long now) {
        othersShut = nanos > 0;
        othersShutUntil = now + nanos;
    }

    /** For how long no call may be sent because of a 429; 0 when it may. */
    long shutNanos(long now) {
        long own = door.isShut(now) ? door.opensAt() - now : 0;
        return Math.max(own, othersShut ? othersShutUntil - now : 0);
    }

    /** For how long this gateway's own 429 keeps the door shut; 0 when it does not. */
    long ownShutNanos(long now) {
        return door.isShut(now) ? door.opensAt() - now : 0;
    }

    /** Calls in a window, as far as it is known, those of other gateways included. */
    int permits() {
        return permits;
    }

    long windowNanos() {
        return window.lengthNanos();
    }

    int underWay() {
        return window.underWay();
    }

    int inFlightBound() {
        return inFlight.bound();
    }

    boolean isTold() {
        return isTold;
    }

    /** Whether nothing is under way, every permit is back, and no answer came in the last window. */
    boolean isIdle(long now) {
        return window.underWay() == 0
                && shutNanos(now) == 0
                && !isOpened(now)
                && window.available(now) >= Math.max(1, permits / parts);
    }

    private boolean isOpened(long now) {
        return everAnswered && now - answeredAt < window.lengthNanos();
    }

    private void learnRate(Exchange exchange, long goneWhenTaken, boolean alone) {
        if (isTaught && exchange.rate().tellsRate()) {
            isTold = true;
            learn(exchange.rate().max(), exchange.rate().intervalMillis() * 1_000_000);
            if (alone && exchange.rate().remaining() >= 0) {
                window.remainingAt(exchange.rate().remaining(), goneWhenTaken, exchange.endedNanos());
            }
        }
    }

    private void learn(Exchange exchange, ReplyKind kind) {
        long now = exchange.endedNanos();
        switch (kind) {
            case THROTTLED -> {
                door.shut(exchange.sentNanos(), now, askedNanos(exchange.reply()), window.lengthNanos());
                if (!isTaught && climb.throttled(exchange.sentNanos(), now)) {
                    learn(climb.permits(now), window.lengthNanos());
                }
            }
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

    /** How long HubSpot asks to wait; not positive when it does not. */
    static long askedNanos(Reply reply) {
        return reply instanceof Reply.Refused refused
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
