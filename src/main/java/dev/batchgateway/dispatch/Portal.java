package dev.batchgateway.dispatch;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.json.Slice;
import dev.batchgateway.limit.Quota;
import dev.batchgateway.limit.QuotaNews;
import dev.batchgateway.retry.ReplyKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all apps of one HubSpot account share: the daily quota (API-FACTS 2.3). When it is closed, every lane of it is.
 * Thread-safe; a lane may call it while it holds its own lock, but for {@link #wake}; under its own lock it calls
 * nothing but {@link InFlightGate#tryEnter}.
 */
final class Portal {
    /** May a call pass? */
    enum Leave {
        OPEN,
        /** One may, to find out. */
        PROBE,
        /** One is under way to find out. */
        WAIT,
        CLOSED
    }

    private static final int TOO_MANY = 429;
    private static final String USED_UP = "{\"status\":\"error\",\"category\":\"RATE_LIMITS\",\"policyName\":\"DAILY\","
            + "\"message\":\"You have reached your daily limit.\"}";

    private final Quota quota;
    private final long reserve;
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private Reply.@Nullable Refused refusal;

    /** @param reserve calls of the day left to others; 0 for none */
    Portal(long reserve) {
        this.reserve = reserve;
        this.quota = new Quota(reserve);
    }

    void add(Lane lane) {
        lanes.add(lane);
    }

    void remove(Lane lane) {
        lanes.remove(lane);
    }

    /** Whether nobody would miss it. While a probe is not due a closed one is: a new one would ask HubSpot at once. */
    synchronized boolean isForgettable(long now) {
        return lanes.isEmpty() && (!quota.isClosed() || quota.mayProbe(now));
    }

    synchronized Leave leave(long now) {
        if (!quota.isClosed()) {
            return Leave.OPEN;
        }
        if (quota.mayProbe(now)) {
            return Leave.PROBE;
        }
        return quota.isProbing() ? Leave.WAIT : Leave.CLOSED;
    }

    /**
     * Lets a call pass, if one may and {@code place} has one for it. In one step: else two lanes would both make the
     * one call that finds out.
     */
    synchronized boolean pass(BooleanSupplier place, long now) {
        Leave leave = leave(now);
        boolean passes = (leave == Leave.OPEN || leave == Leave.PROBE) && place.getAsBoolean();
        if (passes) {
            quota.taken(now);
        }
        return passes;
    }

    /** A call was not made. Answers whether the other lanes must look again: it may have been the probe. */
    synchronized boolean unused(long takenAt, long now) {
        boolean wasProbing = quota.isProbing();
        quota.unused(takenAt, now);
        return wasProbing && !quota.isProbing();
    }

    /** A call has ended. Answers whether the other lanes must look again. */
    synchronized boolean ended(Exchange exchange, ReplyKind kind, long takenAt) {
        boolean wasOpen = !quota.isClosed() && !quota.isProbing();
        long now = exchange.endedNanos();
        if (kind == ReplyKind.DAILY_LIMIT && exchange.reply() instanceof Reply.Refused refused) {
            quota.usedUp(Exchange.askedNanos(refused), takenAt, exchange.sentNanos(), now);
            refusal = refused;
        } else if (kind.isApis() && kind != ReplyKind.MIGRATING && !isUnknownLimit(exchange, kind)) {
            quota.answered(exchange.rate().dailyRemaining(), takenAt, exchange.sentNanos(), now);
        } else if (kind == ReplyKind.UNAUTHORIZED || kind == ReplyKind.FORBIDDEN) {
            // Whoever comes with better credentials may find out.
            quota.unused(takenAt, now);
        } else {
            quota.silent(takenAt);
        }
        return !wasOpen || quota.isClosed();
    }

    /** What this gateway's calls have shown of the quota. */
    synchronized QuotaNews news(long now) {
        return quota.news(now);
    }

    /** Grows when the other gateways should hear of it at once. */
    synchronized int changes() {
        return quota.changes();
    }

    /** Calls of the day that are left to others. */
    long reserve() {
        return reserve;
    }

    /**
     * What all gateways' calls have shown of the quota.
     *
     * @param changes what {@link #changes} was when they were told
     * @return whether every lane must look again
     */
    synchronized boolean hears(Reserved reserved, int changes, long now) {
        boolean wasClosed = quota.isClosed();
        quota.hears(reserved.quota(), changes == quota.changes(), reserved.isProbe(), now);
        return wasClosed != quota.isClosed();
    }

    /** The other gateways are out of reach. */
    synchronized void hearsNothing() {
        quota.hearsNothing();
    }

    /** The probe that all gateways have left to this one will not be made. */
    synchronized void returnProbe(long now) {
        quota.returnProbe(now);
    }

    /** Makes every lane look again. Call without holding a lane's lock. */
    void wake() {
        lanes.forEach(Lane::pump);
    }

    /** What who is turned away is told. */
    synchronized Closure closure(long now) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(quota.probeInNanos(now) + 999_999_999);
        if (quota.isReserveReached()) {
            String message = "Of the account's daily limit " + quota.remaining() + " calls are left, and " + reserve
                    + " are kept for others (gateway.limit.daily-reserve)";
            return new Closure(
                    new Reply.Refused(
                            TOO_MANY,
                            HubSpotError.of(
                                    Slice.of("{\"status\":\"error\",\"category\":\"RATE_LIMITS\",\"policyName\":"
                                            + "\"DAILY\",\"message\":\"" + message + "\"}")),
                            "DAILY",
                            seconds),
                    seconds);
        }
        Reply.Refused said = refusal;
        HubSpotError error = said == null || said.error() == null ? HubSpotError.of(Slice.of(USED_UP)) : said.error();
        return new Closure(new Reply.Refused(TOO_MANY, error, "DAILY", seconds), seconds);
    }

    /** Calls left today; -1 while HubSpot has not told. */
    synchronized long remaining() {
        return quota.remaining();
    }

    synchronized boolean isClosed() {
        return quota.isClosed();
    }

    /** A 429 of a limit that is not this lane's (a search) may be the daily one all the same. */
    private static boolean isUnknownLimit(Exchange exchange, ReplyKind kind) {
        return kind == ReplyKind.REFUSED
                && exchange.reply() instanceof Reply.Refused refused
                && refused.status() == TOO_MANY;
    }
}
