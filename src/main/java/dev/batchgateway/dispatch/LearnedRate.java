package dev.batchgateway.dispatch;

import dev.batchgateway.limit.Climb;
import dev.batchgateway.limit.Figure;

/**
 * How many calls a window of one lane holds, as far as it is known: HubSpot's headers tell it, or where they speak of
 * another budget it is tried. Guarded by its lane's lock.
 */
final class LearnedRate {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final boolean isTaught;
    private final Climb climb;
    /** What HubSpot has told this gateway, and what it has told any. */
    private final Figure toldHere = new Figure();

    private final Figure told = new Figure();
    private long toldWindowNanos;
    private int permits;
    private long windowNanos;
    private int lowerings;

    LearnedRate(LaneConfig config, long now) {
        this.isTaught = config.isTaught();
        this.climb = new Climb(config.permits(), config.mostPermits(), now);
        this.permits = config.permits();
        this.windowNanos = config.window().toNanos();
    }

    /** Calls in a window, at least 1, those of other gateways included. */
    int permits() {
        return permits;
    }

    long windowNanos() {
        return windowNanos;
    }

    /** Whether HubSpot has told it, to whichever gateway. */
    boolean isTold() {
        return told.isKnown();
    }

    /** How often it was lowered, by what this gateway's own calls have shown. */
    int lowerings() {
        return lowerings;
    }

    /** Whether {@code exchange} tells of this very budget. */
    boolean isToldBy(Exchange exchange) {
        return isTaught && exchange.rate().tellsRate();
    }

    /** Time has passed. False when that changes nothing. */
    boolean tries(long now) {
        if (isTaught) {
            return false;
        }
        learn(climb.permits(now), windowNanos);
        return true;
    }

    /** {@code exchange} tells it. False when that is older than what is known. */
    boolean told(Exchange exchange) {
        RateSignal rate = exchange.rate();
        long length = rate.intervalMillis() > 0 ? rate.intervalMillis() * NANOS_PER_MILLI : windowNanos;
        boolean wasTold = told.isKnown();
        long before = told.value();
        if (toldHere.told(rate.max(), exchange.sentNanos(), exchange.endedNanos())) {
            toldWindowNanos = length;
        }
        if (!told.told(rate.max(), exchange.sentNanos(), exchange.endedNanos())) {
            return false;
        }
        lowerings += wasTold && told.value() < before ? 1 : 0;
        learn(rate.max(), length);
        return true;
    }

    /** {@code exchange} ended in a 429. False when that changes nothing. */
    boolean throttled(Exchange exchange) {
        long now = exchange.endedNanos();
        if (isTaught || !climb.throttled(exchange.sentNanos(), now)) {
            return false;
        }
        lowerings++;
        learn(climb.permits(now), windowNanos);
        return true;
    }

    /** What this gateway's calls have shown. */
    SharedRate own(long now) {
        if (!toldHere.isKnown()) {
            int known = isTaught ? permits : climb.permits(now);
            return new SharedRate(
                    known, windowNanos, false, 0, 0, climb.lowerings(), isTaught ? 0 : climb.changedAgo(now));
        }
        return new SharedRate(
                (int) toldHere.value(),
                toldWindowNanos,
                true,
                Math.max(0, now - toldHere.sentAt()),
                Math.max(0, now - toldHere.readAt()),
                0,
                0);
    }

    /** What all gateways' calls have shown. False when that changes nothing for now. */
    boolean hears(SharedRate rate, long now) {
        if (!isTaught) {
            climb.hears(rate.lowerings(), rate.permits(), now - rate.changedAgoNanos(), now);
            return false;
        }
        boolean isNews = rate.isTold()
                ? told.told(rate.permits(), now - rate.sentAgoNanos(), now - rate.readAgoNanos())
                : !told.isKnown();
        if (!isNews || rate.permits() <= 0) {
            return false;
        }
        learn(rate.permits(), rate.windowNanos());
        return true;
    }

    private void learn(int newPermits, long newWindowNanos) {
        permits = Math.max(1, newPermits);
        windowNanos = newWindowNanos > 0 ? newWindowNanos : windowNanos;
    }
}
