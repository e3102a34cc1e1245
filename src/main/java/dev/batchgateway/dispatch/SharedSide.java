package dev.batchgateway.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    /** By then every gateway that has called in the last window has told the store. */
    private static final long ALL_TOLD_NANOS =
            BEAT_NANOS + Duration.ofMillis(500).toNanos();

    private final int usualMembers;
    private final Deque<Long> counted = new ArrayDeque<>();
    private final List<Long> untold = new ArrayList<>();
    private int inHand;
    private int asked;
    private int told;
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

    /** @param usualMembers gateways that share the budget while none have been counted, at least 1 */
    SharedSide(int usualMembers) {
        this.usualMembers = usualMembers;
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
        int part = Math.max(1, pace.permits() / (members > 0 ? members : usualMembers));
        boolean isFirstWindow = hasJoined && now - lostAt < pace.windowNanos();
        return isFirstWindow ? Math.max(1, Math.min(part, spentWhenLost)) : part;
    }

    /**
     * What to tell and to ask the store now; null when there is nothing, or an exchange is under way.
     *
     * @param first permits wanted for first turns
     * @param later permits wanted for the others
     * @param mayHave permits that could be used now, those in hand included
     */
    @Nullable
    Report report(int first, int later, int mayHave, int kept, Pace pace, long now) {
        int wanted = Math.min((int) Math.min(Integer.MAX_VALUE, (long) first + later), mayHave);
        boolean isPausing = isPaused && now - pausedUntil < 0;
        int lacking = isPausing ? 0 : Math.max(0, wanted - inHand);
        int surplus = Math.max(0, inHand - wanted);
        forget(pace.windowNanos(), now);
        boolean isDue = isLost ? now - askedAt >= TRY_AGAIN_NANOS : mustBeat(pace) && now - askedAt >= BEAT_NANOS;
        boolean isWanted = !isLost && (lacking > 0 || surplus > 0 || (hasJoined && mustRejoin));
        if (isAsking || !(isDue || isWanted)) {
            return null;
        }
        inHand -= surplus;
        isAsking = true;
        askedAt = now;
        asked = lacking;
        List<Long> tell = mustRejoin ? List.copyOf(counted) : List.copyOf(untold);
        told = untold.size();
        int askedFirst = Math.min(first, lacking);
        List<Long> ago = new ArrayList<>(tell.size());
        tell.forEach(at -> ago.add(Math.max(0, now - at)));
        return new Report(
                askedFirst,
                lacking - askedFirst,
                kept,
                inHand + pace.underWay(),
                ago,
                mustRejoin,
                pace.permits(),
                pace.isTold(),
                pace.windowNanos(),
                pace.ownShutNanos(now));
    }

    /** The store has answered. */
    void answered(Reserved reserved, Pace pace, long now) {
        isAsking = false;
        if (!reserved.isReached()) {
            if (!isLost) {
                isLost = true;
                lostAt = now;
                spentWhenLost = pace.underWay() + counted.size();
            }
            mustRejoin = true;
            untold.clear();
            inHand = 0;
            return;
        }
        untold.subList(0, Math.min(told, untold.size())).clear();
        members = Math.max(1, reserved.members());
        wasForgotten = reserved.isNew() && hasJoined && !mustRejoin;
        boolean mustWait = wasForgotten || (isLost && hasJoined);
        isLost = false;
        hasJoined = true;
        mustRejoin = wasForgotten;
        if (mustWait) {
            // What was granted was reckoned without what the others have spent; the next report gives it back.
            isPaused = true;
            pausedUntil = now + ALL_TOLD_NANOS;
            return;
        }
        inHand += reserved.granted();
        if (reserved.permits() > 0) {
            pace.learn(reserved.permits(), reserved.windowNanos());
        }
        pace.shutByOthers(reserved.shutNanos(), now);
        if (asked > 0) {
            boolean isShort = reserved.granted() < asked;
            long pause = isShort ? Math.min(reserved.nextNanos(), LONGEST_WAIT_NANOS) : 0;
            isPaused = true;
            pausedUntil = now + Math.max(LEAST_GAP_NANOS, pause);
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
        return earlier(beat, pause, now);
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
