package dev.batchgateway.limit;

import java.time.Duration;

/**
 * The daily quota, as far as HubSpot's answers tell this gateway and those it shares with. It is closed when a 429 says
 * that it is used up, or while no more is left than a reserve that is kept for others. While it is closed a call may
 * pass as a probe when the last one left a minute ago or longer, and an answer that is no such 429 opens it again
 * (API-FACTS 2.3: it starts anew at midnight in the account's own time zone, which we do not know).
 *
 * <p>What is told to others is only what this gateway's own calls have shown, never what it has heard: else each would
 * hear its own words again, a little later each time. Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class Quota {
    private static final long PROBE_NANOS = Duration.ofMinutes(1).toNanos();

    /** A moment, if it was there. */
    private static final class Moment {
        private boolean was;
        private long at;

        /** Answers whether it is later than what was known. */
        boolean isAt(long when) {
            boolean isLater = !was || when - at > 0;
            at = isLater ? when : at;
            was = true;
            return isLater;
        }

        void isNoLaterThan(long when) {
            at = was && at - when > 0 ? when : at;
        }

        boolean isAfter(long when) {
            return was && at - when > 0;
        }

        boolean isBefore(Moment other) {
            return !was || (other.was && at - other.at < 0);
        }

        long ago(long now) {
            return was ? Math.max(0, now - at) : QuotaNews.NEVER;
        }
    }

    /** What calls have shown. */
    private static final class Facts {
        private final Moment usedUp = new Moment();
        private long askedUntil;
        private final Moment answered = new Moment();
        private final Moment called = new Moment();
        private final Figure remaining = new Figure();

        void usedUp(long when, long until) {
            if (usedUp.isAt(when)) {
                askedUntil = until;
            }
        }

        boolean isUsedUp() {
            return usedUp.was && answered.isBefore(usedUp);
        }
    }

    private final long reserve;
    private final Facts own = new Facts();
    private final Facts all = new Facts();
    private int underWay;
    private int othersUnderWay;
    private boolean isProbing;
    private long probeTakenAt;
    private boolean hasProbe;
    private boolean returnsProbe;
    private int changes;

    /** @param reserve calls of the day that are left to others; 0 for none */
    public Quota(long reserve) {
        this.reserve = reserve;
    }

    /** Whether no call may pass but a probe. */
    public boolean isClosed() {
        return all.isUsedUp() || isReserveReached();
    }

    /** Whether it is closed for the reserve's sake, and not because HubSpot has said so. */
    public boolean isReserveReached() {
        long left = remaining();
        return !all.isUsedUp() && reserve > 0 && left >= 0 && left - underWay - othersUnderWay <= reserve;
    }

    /** While it is closed: whether a probe may pass now. */
    public boolean mayProbe(long now) {
        return !isProbing && (hasProbe || probeInNanos(now) == 0);
    }

    /** Whether a probe is under way, so that more will be known soon. */
    public boolean isProbing() {
        return isProbing;
    }

    /** While it is closed: how long until a probe may pass; 0 when it may now. */
    public long probeInNanos(long now) {
        long inNanos = all.called.was ? all.called.at + PROBE_NANOS - now : 0;
        return Math.max(0, all.isUsedUp() ? Math.max(inNanos, all.askedUntil - now) : inNanos);
    }

    /** A call passes, which will be known by this moment. */
    public void taken(long now) {
        isProbing = isClosed();
        probeTakenAt = now;
        hasProbe = false;
        returnsProbe = false;
        underWay++;
        own.called.isAt(now);
        all.called.isAt(now);
    }

    /** A call that had passed was not made, or HubSpot did not know its credentials: that says nothing of the quota. */
    public void unused(long takenAt, long now) {
        underWay--;
        if (isProbe(takenAt)) {
            isProbing = false;
            returnProbe(now);
        }
    }

    /** Calls that had passed before the probe may end while it is under way; they end nothing. */
    private boolean isProbe(long takenAt) {
        return isProbing && takenAt - probeTakenAt >= 0;
    }

    /** The probe that was granted will not be made: another may pass at once. */
    public void returnProbe(long now) {
        hasProbe = false;
        returnsProbe = true;
        own.called.isNoLaterThan(now - PROBE_NANOS);
        all.called.isNoLaterThan(now - PROBE_NANOS);
        changes++;
    }

    /**
     * A call was answered, with anything but a 429 of the daily quota.
     *
     * @param left calls left today, as the answer says; negative when it does not say
     */
    public void answered(long left, long takenAt, long sentAt, long now) {
        underWay--;
        isProbing = isProbing && !isProbe(takenAt);
        boolean wasUsedUp = all.isUsedUp();
        own.answered.isAt(sentAt);
        all.answered.isAt(sentAt);
        if (left >= 0) {
            own.remaining.told(left, sentAt, now);
            all.remaining.told(left, sentAt, now);
        }
        isProbing = isProbing && isClosed();
        changes += wasUsedUp && !all.isUsedUp() ? 1 : 0;
    }

    /** A call ended without an answer. */
    public void silent(long takenAt) {
        underWay--;
        isProbing = isProbing && !isProbe(takenAt);
    }

    /**
     * A call was refused because the quota is used up. If a call that was sent later has been answered already, a new
     * day has begun between them.
     *
     * @param askedNanos how long HubSpot asks to wait; not positive when it does not say
     */
    public void usedUp(long askedNanos, long takenAt, long sentAt, long now) {
        underWay--;
        isProbing = isProbing && !isProbe(takenAt);
        if (all.answered.isAfter(sentAt)) {
            return;
        }
        own.usedUp(now, now + Math.max(0, askedNanos));
        all.usedUp(now, now + Math.max(0, askedNanos));
        changes++;
    }

    /** Calls left today; -1 while HubSpot has not told. */
    public long remaining() {
        if (all.isUsedUp()) {
            return 0;
        }
        // What was told before it was used up is of another day.
        boolean isOfToday = !all.usedUp.was || all.remaining.sentAt() - all.usedUp.at >= 0;
        return all.remaining.isKnown() && isOfToday ? all.remaining.value() : -1;
    }

    /** Grows when the others should hear of it at once. */
    public int changes() {
        return changes;
    }

    /** What this gateway's own calls have shown. */
    public QuotaNews news(long now) {
        boolean isKnown = own.remaining.isKnown();
        return new QuotaNews(
                own.usedUp.ago(now),
                own.askedUntil - now,
                own.answered.ago(now),
                own.called.ago(now),
                isKnown ? own.remaining.value() : -1,
                isKnown ? Math.max(0, now - own.remaining.sentAt()) : QuotaNews.NEVER,
                isKnown ? Math.max(0, now - own.remaining.readAt()) : QuotaNews.NEVER,
                underWay,
                returnsProbe);
    }

    /**
     * What all gateways' calls have shown.
     *
     * @param isNewest whether nothing worth telling has happened here since they were told {@link #news}
     * @param grantsProbe whether the next call is the probe that may pass over all gateways
     */
    public void hears(QuotaNews news, boolean isNewest, boolean grantsProbe, long now) {
        if (news.usedUpAgo() != QuotaNews.NEVER) {
            all.usedUp(now - news.usedUpAgo(), now + Math.max(0, news.askedNanos()));
        }
        if (news.answeredAgo() != QuotaNews.NEVER) {
            all.answered.isAt(now - news.answeredAgo());
        }
        if (news.remaining() >= 0) {
            all.remaining.told(news.remaining(), now - news.sentAgo(), now - news.readAgo());
        }
        if (isNewest) {
            returnsProbe = false;
            if (news.calledAgo() != QuotaNews.NEVER) {
                all.called.isAt(now - news.calledAgo());
            }
        }
        othersUnderWay = news.underWay();
        hasProbe |= grantsProbe;
        isProbing = isProbing && isClosed();
    }

    /** The others are out of reach. */
    public void hearsNothing() {
        othersUnderWay = 0;
    }
}
