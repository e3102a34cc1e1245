package dev.batchgateway.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lane's side of a budget that several gateways share: permits the store has reserved for it and that are not used
 * yet, what the store has not been told yet, and when to ask it again. Guarded by its lane's lock.
 *
 * <p>While the store is lost, the lane goes on with its part of the window. In the first window after the loss it
 * spends no more than it had spent in the last one before, for the others may have spent the rest. When the store has
 * come back, or has forgotten us, nothing is sent until every gateway has had the time to tell it what it has spent.
 */
final class SharedSide {
    /** So often the store hears of a gateway that holds permits, and a lost one is tried. */
    private static final long BEAT_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long TRY_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    /** A permit that another gateway gives back unused may be had before any comes back by itself. */
    private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(250).toNanos();
    /** Permits that come back one by one are asked for together. */
    private static final long LEAST_GAP_NANOS = Duration.ofMillis(5).toNanos();
    /** A batch whose opening call has been answered says by then whether it wants more. */
    private static final long WANTS_MORE_NANOS = Duration.ofMillis(50).toNanos();
    /** What the store has said about the daily quota is believed for so long. */
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    /** By then every gateway that has called in the last window has told the store. */
    private static final long ALL_TOLD_NANOS =
            BEAT_NANOS + Duration.ofMillis(500).toNanos();

    private final IntSupplier gateways;
    private final Deque<Long> counted = new ArrayDeque<>();
    private final List<Long> untold = new ArrayList<>();
    private int inHand;
    private int asked;
    private int untoldTold;
    private int portalTold;
    private int paceTold;
    private boolean holdsProbe;
    private boolean rejoins;
    private boolean soonTold;
    private boolean hasOpened;
    private long openedAt;
    private boolean isHeard;
    private long heardAt;
    private boolean isAsking;
    private boolean isLost;
    private boolean hasJoined;
    private boolean mustRejoin = true;
    private boolean wasForgotten;
    private int members;
    private long askedAt;
    private boolean isPaused;
    private long pausedUntil;
    private long lostAt;
    private int spentWhenLost;

    /** @param gateways gateways that may share the budget, whether they have used this lane or not, at least 1 */
    SharedSide(IntSupplier gateways) {
        this.gateways = gateways;
    }

    /** Whether a call needs one of {@link #inHand}; while the store is lost it does not. */
    boolean isBinding() {
        return !isLost;
    }

    int inHand() {
        return inHand;
    }

    /** A call uses one of the permits in hand. */
    void take() {
        if (isBinding()) {
            inHand--;
            holdsProbe = false;
        }
    }

    /** A permit was not used: it is in hand again. */
    void unused() {
        if (isBinding()) {
            inHand++;
        }
    }

    /** A call has ended that was counted at {@code countedAt} at the latest. */
    void ended(long countedAt) {
        counted.add(countedAt);
        untold.add(countedAt);
    }

    /** The most permits of the window that may be spent: all of them while the store is there to share them out. */
    int most(Pace pace, long now) {
        if (!isLost) {
            return Integer.MAX_VALUE;
        }
        int part = Math.max(1, pace.permits() / Math.max(members, gateways.getAsInt()));
        boolean isFirstWindow = hasJoined && now - lostAt < pace.windowNanos();
        return isFirstWindow ? Math.max(1, Math.min(part, spentWhenLost)) : part;
    }

    /**
     * What the lane knows that the store is told or asked.
     *
     * @param first permits wanted for first turns
     * @param later permits wanted for the others
     * @param mayHave permits that could be used now, those in hand included
     * @param use which batches have used the lane
     * @param mustAsk whether it cannot go on without the store's answer, even if it wants nothing
     */
    record Standing(int first, int later, int mayHave, Report.Use use, boolean mustAsk) {}

    /** What to tell and to ask the store now; null when there is nothing, or an exchange is under way. */
    @Nullable
    Report report(Standing lane, Pace pace, Portal portal, long now) {
        int waiting = (int) Math.min(Integer.MAX_VALUE, (long) lane.first() + lane.later());
        int wanted = Math.min(waiting, lane.mayHave());
        boolean isPausing = isPaused && now - pausedUntil < 0;
        int lacking = isPausing ? 0 : Math.max(0, wanted - inHand);
        int surplus = Math.max(0, inHand - wanted);
        forget(pace.windowNanos(), now);
        boolean isDue = isLost ? now - askedAt >= TRY_AGAIN_NANOS : mustBeat(pace) && now - askedAt >= BEAT_NANOS;
        boolean isOpening = pace.isOpening(now) && (waiting > 0 || pace.isTried(now));
        boolean hasNews = hasJoined
                && (mustRejoin
                        || portalTold != portal.changes()
                        || paceTold != pace.changes()
                        || wantsNoMore(isOpening, waiting, now));
        boolean isWanted = !isLost && (lacking > 0 || surplus > 0 || hasNews || lane.mustAsk());
        if (isAsking || !(isDue || isWanted)) {
            return null;
        }
        inHand -= surplus;
        if (surplus > 0 && inHand == 0) {
            returnProbe(portal, now);
        }
        isAsking = true;
        askedAt = now;
        asked = lacking;
        portalTold = portal.changes();
        paceTold = pace.changes();
        soonTold = isOpening;
        hasOpened = false;
        // Who has no past loses nothing by beginning anew, and need not be told first that its lease has ended.
        rejoins = mustRejoin || (!mustBeat(pace) && surplus == 0);
        List<Long> tell = rejoins ? List.copyOf(counted) : List.copyOf(untold);
        untoldTold = untold.size();
        int askedFirst = Math.min(lane.first(), lacking);
        List<Long> ago = new ArrayList<>(tell.size());
        tell.forEach(at -> ago.add(Math.max(0, now - at)));
        return new Report(
                askedFirst,
                lacking - askedFirst,
                isOpening ? pace.permits() : 0,
                inHand + pace.underWay(),
                ago,
                rejoins,
                pace.rate(now),
                pace.shutting(now),
                lane.use(),
                portal.news(now),
                portal.reserve());
    }

    /**
     * The store has answered.
     *
     * @return whether all lanes of the portal must look again
     */
    boolean answered(Reserved reserved, Pace pace, Portal portal, long now) {
        isAsking = false;
        isHeard = true;
        heardAt = now;
        if (!reserved.isReached()) {
            if (!isLost) {
                isLost = true;
                lostAt = now;
                spentWhenLost = pace.underWay() + counted.size();
            }
            mustRejoin = true;
            untold.clear();
            inHand = 0;
            returnProbe(portal, now);
            portal.hearsNothing();
            return false;
        }
        untold.subList(0, Math.min(untoldTold, untold.size())).clear();
        members = Math.max(1, reserved.members());
        wasForgotten = reserved.isNew() && hasJoined && !rejoins;
        boolean mustWait = wasForgotten || (isLost && hasJoined);
        isLost = false;
        hasJoined = true;
        mustRejoin = wasForgotten;
        pace.hears(reserved.rate(), now);
        if (paceTold == pace.changes()) {
            pace.hearsOfDoor(reserved.shutNanos(), reserved.isNarrow(), now);
        }
        boolean concernsAll = portal.hears(reserved, portalTold, now);
        if (mustWait) {
            // What was granted was reckoned without what the others have spent; the next report gives it back.
            isPaused = true;
            pausedUntil = now + ALL_TOLD_NANOS;
            holdsProbe = reserved.isProbe();
            returnProbe(portal, now);
            return concernsAll;
        }
        inHand += reserved.granted();
        holdsProbe |= reserved.isProbe();
        if (asked > 0) {
            boolean isShort = reserved.granted() < asked;
            long pause = isShort ? Math.min(reserved.nextNanos(), LONGEST_WAIT_NANOS) : 0;
            isPaused = true;
            pausedUntil = now + Math.max(LEAST_GAP_NANOS, pause);
        }
        return concernsAll;
    }

    /**
     * Whether the store keeps a part for this gateway that it does not want: its opening call has been answered, and
     * whoever made it has had the time to want more.
     */
    private boolean wantsNoMore(boolean isOpening, int waiting, long now) {
        if (!soonTold || isOpening || waiting > 0) {
            hasOpened = false;
            return false;
        }
        openedAt = hasOpened ? openedAt : now;
        hasOpened = true;
        return now - openedAt >= WANTS_MORE_NANOS;
    }

    /** Whether the store has said, or failed to say, within the last second what it knows. */
    boolean hasHeard(long now) {
        return isHeard && now - heardAt < FRESH_NANOS;
    }

    private void returnProbe(Portal portal, long now) {
        if (holdsProbe) {
            holdsProbe = false;
            portal.returnProbe(now);
        }
    }

    /** When to look again at the latest, if permits are wanted; {@link Long#MAX_VALUE} when nothing is to be told. */
    long nextAt(boolean wanting, Pace pace, long now) {
        if (isAsking) {
            return Long.MAX_VALUE;
        }
        if (isLost) {
            return askedAt + TRY_AGAIN_NANOS;
        }
        long beat = mustBeat(pace) ? askedAt + BEAT_NANOS : Long.MAX_VALUE;
        long pause = wanting && isPaused && now - pausedUntil < 0 ? pausedUntil : Long.MAX_VALUE;
        return earlier(earlier(beat, pause, now), hasOpened ? openedAt + WANTS_MORE_NANOS : Long.MAX_VALUE, now);
    }

    /** Whether the store must hear of us: something is held, or was spent in the last window. */
    private boolean mustBeat(Pace pace) {
        return pace.underWay() + inHand + untold.size() + counted.size() > 0;
    }

    /** Whether the store is lost, so that the lane goes on with its part. */
    boolean isLost() {
        return isLost;
    }

    private static long earlier(long one, long other, long now) {
        if (one == Long.MAX_VALUE || other == Long.MAX_VALUE) {
            return one == Long.MAX_VALUE ? other : one;
        }
        return one - now <= other - now ? one : other;
    }

    private void forget(long windowNanos, long now) {
        while (!counted.isEmpty() && now - counted.element() >= windowNanos) {
            counted.remove();
        }
    }
}
