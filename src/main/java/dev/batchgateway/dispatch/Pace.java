package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.limit.Door;
import dev.batchgateway.limit.InFlight;
import dev.batchgateway.limit.QuotaNews;
import dev.batchgateway.limit.Window;
import dev.batchgateway.retry.ReplyKind;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How many calls of one lane may be sent now: the rolling window, the door that a 429 shuts, the bound on calls under
 * way, and the single call a lane opens with; and what ended calls teach about each. Guarded by its lane's lock.
 */
final class Pace {
    private static final long FIRST_SHUT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long NEVER = Long.MAX_VALUE;

    private final Window window;
    private final InFlight inFlight;
    private final LearnedRate rate;
    private final Door door = new Door(FIRST_SHUT_NANOS);
    private int most = Integer.MAX_VALUE;
    private boolean everAnswered;
    private long answeredAt;
    private boolean everPassed;
    private long passedSentAt;

    Pace(LaneConfig config, long now) {
        this.window = new Window(config.permits(), config.window().toNanos());
        this.inFlight = new InFlight(config.maxInFlight());
        this.rate = new LearnedRate(config, now);
    }

    /** Calls that may be sent now; 0 when none may. */
    int free(long now) {
        if (shutNanos(now) > 0) {
            return 0;
        }
        followIf(rate.tries(now));
        int places = inFlight.bound() - window.underWay();
        if (isOneByOne(now)) {
            places = Math.min(places, trialEndsAt(now) == NEVER ? 1 : 0);
        }
        return Math.max(0, Math.min(places, window.available(now)));
    }

    /** Permits of the window that nobody has, whatever else may keep a call from being sent. */
    int available(long now) {
        return window.free(now);
    }

    void take(long now) {
        if (!window.tryTake(now)) {
            throw new IllegalStateException("A lane that may send has no permit");
        }
    }

    void unused(long takenAt) {
        window.unused(takenAt);
    }

    /** When more calls may be sent than now, for all that is known; {@link Long#MAX_VALUE} when calls under way decide. */
    long nextAt(long now) {
        long shut = shutNanos(now);
        if (shut > 0) {
            return now + shut;
        }
        long trialEndsAt = isOneByOne(now) ? trialEndsAt(now) : NEVER;
        return trialEndsAt == NEVER ? window.nextAt() : trialEndsAt;
    }

    /** Whether calls are tried one by one: through a narrow door, or to open the lane. */
    private boolean isOneByOne(long now) {
        return door.isNarrow() || !isOpened(now);
    }

    /**
     * Until when the call under way that tries the door, or opens the lane, keeps others from following; {@link #NEVER}
     * when there is none. Calls sent earlier are none: they may hang for minutes. And a trial that hangs itself is
     * waited for no longer than a window.
     */
    private long trialEndsAt(long now) {
        OptionalLong latest = window.latestUnderWay();
        if (latest.isEmpty()) {
            return NEVER;
        }
        long takenAt = latest.getAsLong();
        boolean isTrial = door.isNarrow()
                ? takenAt - door.opensAt() >= 0
                : !everAnswered || takenAt - answeredAt >= window.lengthNanos();
        long endsAt = takenAt + window.lengthNanos();
        return isTrial && now - endsAt < 0 ? endsAt : NEVER;
    }

    /**
     * A call has ended.
     *
     * @param takenAt when its permit was taken
     * @param alone whether the window is this gateway's alone, so that {@code -Remaining} speaks of strangers
     * @return the latest moment HubSpot can have counted it
     */
    long ended(Exchange exchange, ReplyKind kind, long takenAt, boolean alone) {
        long countedAt = exchange.countedNanos();
        boolean isThrottled = kind == ReplyKind.THROTTLED;
        if (isThrottled && rate.isTold() && alone) {
            window.refused(takenAt, countedAt, exchange.endedNanos());
        } else {
            window.ended(takenAt, countedAt);
        }
        if (kind != ReplyKind.UNAUTHORIZED && kind != ReplyKind.FORBIDDEN && rate.isToldBy(exchange)) {
            followIf(rate.told(exchange));
            if (!isThrottled && alone && exchange.rate().remaining() >= 0) {
                window.remainingAt(exchange.rate().remaining(), takenAt, countedAt, exchange.endedNanos());
            }
        }
        learn(exchange, kind);
        return countedAt;
    }

    /** Of the window's permits only so many are this gateway's, at least 1. */
    void bound(int newMost) {
        most = newMost;
        followIf(true);
    }

    /** The window holds as many calls as is known now. */
    private void followIf(boolean isNews) {
        if (isNews) {
            window.learn(Math.min(rate.permits(), most), rate.windowNanos());
        }
    }

    /** How many calls a window holds, by what this gateway's calls have shown. */
    SharedRate rate(long now) {
        return rate.own(now);
    }

    /** How many calls a window holds, by what all gateways' calls have shown. */
    void hears(SharedRate shared, long now) {
        followIf(rate.hears(shared, now));
    }

    /** What this gateway's calls have done to the door. */
    Report.Shutting shutting(long now) {
        return new Report.Shutting(
                door.isOwn(),
                door.isOwn() ? door.opensAt() - now : 0,
                everPassed ? Math.max(0, now - passedSentAt) : QuotaNews.NEVER);
    }

    /** What all gateways' calls have done to the door. */
    void hearsOfDoor(long shutNanos, boolean isNarrow, long now) {
        if (!isNarrow) {
            door.hearsOpen();
        } else if (shutNanos > 0 || !door.isNarrow()) {
            // That it is still narrow is no news: it would begin anew, and forget the call that tries it.
            door.hearsShut(now + shutNanos, window.lengthNanos());
        }
    }

    /** Grows when this gateway's own calls have shut the door or opened it, or have lowered the rate. */
    int changes() {
        return door.changes() + rate.lowerings();
    }

    /** For how long no call may be sent because of a 429; 0 when it may. */
    long shutNanos(long now) {
        return door.isShut(now) ? door.opensAt() - now : 0;
    }

    /** Whether the lane opens with one call: none has been answered yet, or none in the last window. */
    boolean isOpening(long now) {
        return !isOpened(now) && !door.isNarrow();
    }

    /** Whether the one call is under way that opens the lane, or tries a narrow door. */
    boolean isTried(long now) {
        return isOneByOne(now) && trialEndsAt(now) != NEVER;
    }

    /** Calls in a window, as far as it is known, those of other gateways included. */
    int permits() {
        return rate.permits();
    }

    /** Those of them that are this gateway's. */
    int ownPermits() {
        return window.permits();
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
        return rate.isTold();
    }

    /** Whether nothing is under way, every permit is back, and no answer came in the last window. */
    boolean isIdle(long now) {
        return window.underWay() == 0
                && shutNanos(now) == 0
                && !isOpened(now)
                && window.free(now) >= Math.min(rate.permits(), most);
    }

    private boolean isOpened(long now) {
        return everAnswered && now - answeredAt < window.lengthNanos();
    }

    private void learn(Exchange exchange, ReplyKind kind) {
        long now = exchange.endedNanos();
        switch (kind) {
            case THROTTLED -> {
                door.shut(exchange.sentNanos(), now, Exchange.askedNanos(exchange.reply()), window.lengthNanos());
                followIf(rate.throttled(exchange));
            }
            case OVERLOADED, TOO_SLOW -> inFlight.overloaded(exchange.sentNanos(), now, window.underWay() + 1);
            case NO_ANSWER -> {
                if (exchange.reply() instanceof Reply.NoAnswer noAnswer && noAnswer.isTimeOut()) {
                    inFlight.overloaded(exchange.sentNanos(), now, window.underWay() + 1);
                }
            }
            case NOT_REACHED, UNTRUSTED, UNAUTHORIZED, FORBIDDEN -> {}
            default -> {
                everAnswered = true;
                answeredAt = now;
                if (provesWindow(exchange)) {
                    passedSentAt = everPassed ? Math.max(passedSentAt, exchange.sentNanos()) : exchange.sentNanos();
                    everPassed = true;
                    door.answered(exchange.sentNanos());
                }
                inFlight.succeeded(exchange.sentNanos(), now, window.underWay() + 1);
            }
        }
    }

    /**
     * Whether the call was counted in this window: searches are not, and lack the headers the others have (API-FACTS
     * 2.3, 2.4). Should headers that were told be missing from now on, a window without a 429 proves as much.
     */
    private boolean provesWindow(Exchange exchange) {
        boolean lacksRate = rate.isTold() && !rate.isToldBy(exchange);
        return !lacksRate || (door.isNarrow() && exchange.sentNanos() - door.opensAt() >= window.lengthNanos());
    }
}
