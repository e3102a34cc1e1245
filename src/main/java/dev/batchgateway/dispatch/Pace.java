package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.limit.Climb;
import dev.batchgateway.limit.Door;
import dev.batchgateway.limit.Figure;
import dev.batchgateway.limit.InFlight;
import dev.batchgateway.limit.QuotaNews;
import dev.batchgateway.limit.Window;
import dev.batchgateway.retry.ReplyKind;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How many calls of one lane may be sent now, and what ended calls teach about that: the rolling window, the door that
 * a 429 shuts, the bound on calls under way, and the single call a lane opens with. Guarded by its lane's lock.
 */
final class Pace {
    private static final long FIRST_SHUT_NANOS = Duration.ofSeconds(1).toNanos();
    /** No limit of HubSpot's lasts longer than a day. */
    private static final long LONGEST_ASKED_SECONDS = Duration.ofDays(1).toSeconds();

    private static final long NEVER = Long.MAX_VALUE;

    private final Window window;
    private final InFlight inFlight;
    private final Climb climb;
    private final boolean isTaught;
    private final Door door = new Door(FIRST_SHUT_NANOS);
    private int permits;
    private int most = Integer.MAX_VALUE;
    /** What HubSpot has told this gateway, and what it has told any. */
    private final Figure toldHere = new Figure();

    private final Figure told = new Figure();
    private long toldWindow;
    private boolean everAnswered;
    private long answeredAt;
    private boolean everPassed;
    private long passedSentAt;
    private int lowerings;

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
        long countedAt = countedAt(exchange);
        if (kind == ReplyKind.THROTTLED && isTold() && alone) {
            window.refused(takenAt, countedAt, exchange.endedNanos());
        } else {
            window.ended(takenAt, countedAt);
        }
        if (kind != ReplyKind.UNAUTHORIZED && kind != ReplyKind.FORBIDDEN && kind != ReplyKind.THROTTLED) {
            learnRate(exchange, takenAt, countedAt, alone);
        } else if (kind == ReplyKind.THROTTLED && isTaught && exchange.rate().tellsRate()) {
            tell(exchange);
        }
        learn(exchange, kind);
        return countedAt;
    }

    /** Of the window's permits only so many are this gateway's, at least 1. */
    void bound(int newMost) {
        most = newMost;
        window.learn(Math.min(permits, most), window.lengthNanos());
    }

    /** The window holds so many calls. */
    private void learn(int newPermits, long newLengthNanos) {
        permits = Math.max(1, newPermits);
        window.learn(Math.min(permits, most), newLengthNanos);
    }

    /** How many calls a window holds, by what this gateway's calls have shown. */
    SharedRate rate(long now) {
        if (!toldHere.isKnown()) {
            int known = isTaught ? permits : climb.permits(now);
            return new SharedRate(
                    known, window.lengthNanos(), false, 0, 0, climb.lowerings(), isTaught ? 0 : climb.changedAgo(now));
        }
        return new SharedRate(
                (int) toldHere.value(),
                toldWindow,
                true,
                Math.max(0, now - toldHere.sentAt()),
                Math.max(0, now - toldHere.readAt()),
                0,
                0);
    }

    /** How many calls a window holds, by what all gateways' calls have shown. */
    void hears(SharedRate rate, long now) {
        if (!isTaught) {
            climb.hears(rate.lowerings(), rate.permits(), now - rate.changedAgoNanos(), now);
            return;
        }
        boolean isNews = rate.isTold()
                ? told.told(rate.permits(), now - rate.sentAgoNanos(), now - rate.readAgoNanos())
                : !told.isKnown();
        if (isNews && rate.permits() > 0) {
            learn(rate.permits(), rate.windowNanos());
        }
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
        return door.changes() + lowerings;
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
        return permits;
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
        return told.isKnown();
    }

    /** Whether nothing is under way, every permit is back, and no answer came in the last window. */
    boolean isIdle(long now) {
        return window.underWay() == 0
                && shutNanos(now) == 0
                && !isOpened(now)
                && window.free(now) >= Math.min(permits, most);
    }

    private boolean isOpened(long now) {
        return everAnswered && now - answeredAt < window.lengthNanos();
    }

    private void learnRate(Exchange exchange, long takenAt, long countedAt, boolean alone) {
        if (isTaught && exchange.rate().tellsRate()) {
            tell(exchange);
            if (alone && exchange.rate().remaining() >= 0) {
                window.remainingAt(exchange.rate().remaining(), takenAt, countedAt, exchange.endedNanos());
            }
        }
    }

    private void tell(Exchange exchange) {
        RateSignal rate = exchange.rate();
        long length = rate.intervalMillis() > 0 ? rate.intervalMillis() * 1_000_000 : window.lengthNanos();
        boolean wasTold = told.isKnown();
        long before = told.value();
        if (toldHere.told(rate.max(), exchange.sentNanos(), exchange.endedNanos())) {
            toldWindow = length;
        }
        if (told.told(rate.max(), exchange.sentNanos(), exchange.endedNanos())) {
            lowerings += wasTold && told.value() < before ? 1 : 0;
            learn(rate.max(), length);
        }
    }

    private void learn(Exchange exchange, ReplyKind kind) {
        long now = exchange.endedNanos();
        switch (kind) {
            case THROTTLED -> {
                door.shut(exchange.sentNanos(), now, askedNanos(exchange.reply()), window.lengthNanos());
                if (!isTaught && climb.throttled(exchange.sentNanos(), now)) {
                    lowerings++;
                    learn(climb.permits(now), window.lengthNanos());
                }
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
        boolean lacksRate = isTaught && isTold() && !exchange.rate().tellsRate();
        return !lacksRate || (door.isNarrow() && exchange.sentNanos() - door.opensAt() >= window.lengthNanos());
    }

    /** How long HubSpot asks to wait; not positive when it does not. */
    static long askedNanos(Reply reply) {
        return reply instanceof Reply.Refused refused
                ? Duration.ofSeconds(Math.min(LONGEST_ASKED_SECONDS, refused.retryAfterSeconds()))
                        .toNanos()
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
                Duration worked = Duration.between(answer.startedAt(), answer.completedAt());
                Duration taken = Duration.ofNanos(exchange.endedNanos() - exchange.sentNanos());
                // Times that cannot be believed must not be computed with, either: they may be centuries apart.
                Duration believed = worked.compareTo(taken) > 0 ? taken : worked;
                return exchange.endedNanos() - (believed.isNegative() ? 0 : believed.toNanos());
            }
        }
        return exchange.endedNanos();
    }
}
