package dev.batchgateway.dispatch;

import dev.batchgateway.limit.KeptShare;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.retry.ReplyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The waiting line of one rate budget. Batches say how many calls they could make, and take turns; whose turn it is
 * gets a permit when {@link Pace} has a call free, the process has a place, the account's quota is open and, where the
 * budget is shared with other gateways, the store has reserved one.
 *
 * <p>Thread-safe; permits are handed out on the thread that made them free. Nothing is called out to while the lock is
 * held but the {@link Portal}, whose own lock calls nothing but the gate of the process.
 */
public final class Lane {
    /**
     * A full window is not handed out in one go but as fast as calls can be made of it: so batches that come together
     * get about equal parts of it, and not the first one all. In smaller parts, event loops would sleep and be woken for
     * each other's batches all the time: four in a millisecond, which is as fast, make a call cost an eighth more.
     */
    private static final int MOST_AT_ONCE = 8;

    /** Of a window of few calls a part is smaller: it would else be the first one's. */
    private static final int LEAST_AT_ONCE = 4;

    /** A window of between 48 and 96 calls is handed out in so many parts. */
    private static final int PARTS = 12;

    private static final long AT_ONCE_NANOS = Duration.ofMillis(2).toNanos();

    private record Served(Taker taker, Permit permit) {}

    private final boolean isTaught;
    private final LaneParts parts;
    private final InFlightGate gate;
    private final LongSupplier clock;
    private final Portal portal;
    private final Pace pace;
    private final Turns<Turn> turns = new Turns<>();
    private final KeptShare keptShare;
    private final Alarm alarm;
    private final @Nullable SharedBudget shared;
    private final @Nullable SharedSide sharedSide;
    private int leftAtOnce;
    private long atOnceSince;
    private boolean isRetired;

    /**
     * @param portal whose daily quota its calls spend
     * @param shared the store it shares its budget in; null when it is its own
     */
    Lane(LaneConfig config, Portal portal, @Nullable SharedBudget shared, LaneParts parts) {
        this.isTaught = config.isTaught();
        this.parts = parts;
        this.gate = parts.gate();
        this.clock = parts.clock();
        this.portal = portal;
        this.pace = new Pace(config, clock.getAsLong());
        this.leftAtOnce = atOnce();
        this.atOnceSince = clock.getAsLong();
        this.keptShare = new KeptShare(config.keptShare());
        this.alarm = new Alarm(parts.timer());
        this.shared = shared;
        this.sharedSide = shared == null ? null : new SharedSide(parts.gateways());
        portal.add(this);
    }

    /**
     * A place in the line for one batch.
     *
     * @param urgency 0 to 7, the lower the more turns (RFC 9218)
     */
    public Turn join(int urgency, Taker taker) {
        Turn turn = new Turn(this, taker);
        synchronized (this) {
            turn.stand(turns.join(turn, urgency));
        }
        return turn;
    }

    /** How long {@code turn} has stood in line so far, but for a wait that has not ended. */
    synchronized long waitedNanos(Turn turn) {
        return turn.waited();
    }

    void want(Turn turn, long total) {
        synchronized (this) {
            int lacks = turn.lacks(total);
            int wanted = turn.place().wanted();
            if (lacks == wanted) {
                return;
            }
            if (wanted == 0) {
                turn.waits(clock.getAsLong());
            } else if (lacks == 0) {
                turn.gaveUp(clock.getAsLong());
            }
            turns.want(turn.place(), lacks);
        }
        pump();
    }

    /** Whose daily quota its calls spend. */
    Portal portal() {
        return portal;
    }

    /** Calls in a window, as far as it is known. */
    public synchronized int permits() {
        return pace.permits();
    }

    /** The account is forgotten: what waits is still served, but nothing new is told to a shared store. */
    synchronized void retire() {
        isRetired = true;
    }

    /** How it is now. */
    public synchronized LaneState state() {
        long now = clock.getAsLong();
        return new LaneState(
                pace.permits(),
                Math.max(0, pace.available(now)),
                pace.underWay(),
                pace.inFlightBound(),
                turns.size(),
                pace.shutNanos(now) > 0,
                sharedSide != null && sharedSide.isLost());
    }

    /** The least time {@code calls} calls take at the rate HubSpot has told; 0 while it has told none. */
    synchronized long leastNanos(long calls) {
        return pace.isTold() ? Math.max(0, calls - 1) / pace.permits() * pace.windowNanos() : 0;
    }

    /** Whether nothing waits, nothing is under way, and no answer came in the last window. */
    synchronized boolean isIdle(long now) {
        return turns.isEmpty() && pace.isIdle(now);
    }

    void ended(Exchange exchange, ReplyKind kind, long takenAt) {
        synchronized (this) {
            boolean alone = sharedSide == null || sharedSide.isLost();
            long countedAt = pace.ended(exchange, kind, takenAt, alone);
            if (sharedSide != null) {
                sharedSide.ended(countedAt);
            }
        }
        boolean concernsAll = portal.ended(exchange, kind, takenAt);
        try {
            parts.watch()
                    .called(!isTaught, kind, exchange.reply().status(), exchange.endedNanos() - exchange.sentNanos());
        } finally {
            left(concernsAll);
        }
    }

    void unused(long takenAt) {
        boolean concernsAll;
        synchronized (this) {
            pace.unused(takenAt);
            if (sharedSide != null) {
                sharedSide.unused();
            }
            concernsAll = portal.unused(takenAt, clock.getAsLong());
        }
        left(concernsAll);
    }

    /** A place is free again: for this lane, or for all of the portal. */
    private void left(boolean concernsAll) {
        gate.leave(this);
        if (concernsAll) {
            portal.wake();
        } else {
            pump();
        }
    }

    /** Hands out what can be handed out, and sees to it that it looks again when more can be. */
    void pump() {
        List<Served> served = new ArrayList<>();
        List<Taker> closed = new ArrayList<>();
        Report report;
        synchronized (this) {
            long now = clock.getAsLong();
            if (sharedSide != null) {
                pace.bound(sharedSide.most(pace, now));
            }
            serve(served, closed, now);
            // A lane that is forgotten has a successor of the same name in the store.
            boolean isOver = isRetired && turns.isEmpty();
            report = isOver ? null : report(now);
            if (!isOver) {
                planWake(now);
            }
        }
        for (Served one : served) {
            parts.watch().waited(!isTaught, one.permit().waitedNanos());
            one.taker().granted(one.permit());
        }
        if (!closed.isEmpty()) {
            Closure closure = portal.closure(clock.getAsLong());
            closed.forEach(taker -> taker.closed(closure));
        }
        if (report != null && shared != null) {
            shared.exchange(report).subscribe().with(this::reserved, lost -> reserved(Reserved.LOST));
        }
    }

    private void serve(List<Served> served, List<Taker> closed, long now) {
        if (now - atOnceSince >= AT_ONCE_NANOS) {
            atOnceSince = now;
            leftAtOnce = atOnce();
        }
        while (!turns.isEmpty() && leftAtOnce > 0) {
            Portal.Leave leave = portal.leave(now);
            if (leave == Portal.Leave.CLOSED) {
                if (!mustAsk(now)) {
                    turnAway(closed);
                }
                return;
            }
            Turns.Place<Turn> next = leave == Portal.Leave.WAIT ? null : nextOf(now);
            if (next == null || !portal.pass(() -> gate.tryEnter(this), now)) {
                return;
            }
            leftAtOnce--;
            if (isKept(now)) {
                keptShare.tookKept(now);
            }
            pace.take(now);
            if (sharedSide != null) {
                sharedSide.take();
            }
            turns.served(next);
            keptShare.used(next.number(), now);
            long waited = next.owner().grantedAt(now);
            served.add(new Served(next.owner().taker(), new Permit(next.owner(), waited, now)));
        }
    }

    private int atOnce() {
        return Math.max(LEAST_AT_ONCE, Math.min(MOST_AT_ONCE, pace.ownPermits() / PARTS));
    }

    /** Whose turn it is, if a call may be sent now. */
    private Turns.@Nullable Place<Turn> nextOf(long now) {
        if (pace.free(now) <= 0) {
            return null;
        }
        if (sharedSide != null && sharedSide.isBinding()) {
            // The store has seen to the kept share; what it reserved for first turns must go to them.
            Turns.Place<Turn> first = sharedSide.inHand() > 0 ? turns.next(true) : null;
            return first != null || sharedSide.inHand() <= 0 ? first : turns.next(false);
        }
        return turns.next(isKept(now));
    }

    /** Whether what is left of the window is for those that had no turn; a store sees to that by itself. */
    private boolean isKept(long now) {
        boolean isOurs = sharedSide == null || !sharedSide.isBinding();
        return isOurs && pace.available(now) <= keptShare.left(pace.ownPermits(), pace.windowNanos(), now);
    }

    /** Whether another gateway may have found the quota open again: the store is asked before anybody is turned away. */
    private boolean mustAsk(long now) {
        return sharedSide != null && sharedSide.isBinding() && !sharedSide.hasHeard(now);
    }

    private void turnAway(List<Taker> closed) {
        for (Turns.Place<Turn> place = turns.next(false); place != null; place = turns.next(false)) {
            place.owner().gaveUp(clock.getAsLong());
            turns.want(place, 0);
            closed.add(place.owner().taker());
        }
    }

    private @Nullable Report report(long now) {
        if (sharedSide == null) {
            return null;
        }
        boolean mustAsk = !turns.isEmpty() && portal.leave(now) == Portal.Leave.CLOSED && mustAsk(now);
        Report.Use use = new Report.Use(
                keptShare.whenShared(pace.permits()), keptShare.usedAgo(now), keptShare.otherUsedAgo(now));
        return sharedSide.report(
                new SharedSide.Standing(turns.wantedFirst(), turns.wantedLater(), pace.free(now), use, mustAsk),
                pace,
                portal,
                now);
    }

    private void reserved(Reserved reserved) {
        boolean concernsAll = false;
        synchronized (this) {
            if (sharedSide != null) {
                concernsAll = sharedSide.answered(reserved, pace, portal, clock.getAsLong());
            }
        }
        if (concernsAll) {
            portal.wake();
        }
        pump();
    }

    private void planWake(long now) {
        long next = Long.MAX_VALUE;
        if (!turns.isEmpty()) {
            next = leftAtOnce > 0 ? pace.nextAt(now) : atOnceSince + AT_ONCE_NANOS;
        }
        if (sharedSide != null) {
            long sharedNext = sharedSide.nextAt(!turns.isEmpty(), pace, now);
            boolean isSooner = next == Long.MAX_VALUE || sharedNext - next < 0;
            next = sharedNext != Long.MAX_VALUE && isSooner ? sharedNext : next;
        }
        alarm.set(next, now, this::wake);
    }

    private void wake(long planned) {
        synchronized (this) {
            if (!alarm.rang(planned)) {
                return;
            }
        }
        pump();
    }
}
