package dev.batchgateway.limit;

import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * HubSpot's rolling window: at most N calls in any span of its length (190 per 10 s: the 191st waits until the first
 * is ten seconds old). A permit is held while its call is under way, because nobody knows when HubSpot counts it, and
 * comes back one window after the latest moment it can have been counted (DESIGN section 5). So there are never more
 * than N calls in any window at HubSpot either, whatever the latency.
 *
 * <p>Alone, every permit may be taken as soon as it is there. When {@link Strangers} spend the same budget:
 *
 * <ul>
 *   <li>{@code free = N - own - expected strangers - headroom}. The headroom is for those that may come before our
 *       next call is counted: {@value #DEVIATIONS} standard deviations, up to {@value #MOST_HEADROOM} of N, which
 *       bounds what sharing costs.
 *   <li>What is free is spread ({@link Spread}), at our even share of the window and, so that no permit lies idle
 *       for long, at {@code free / patience} on top. The patience follows how evenly strangers come: {@value
 *       #PATIENCE} of a window when they come by chance (a share that changes must be followed), more when they come
 *       evenly (what is free is our own unevenness then), {@value #MOST_PATIENCE} while they are new, and little when
 *       there are only a few.
 *   <li>If strangers leave nothing, a call is tried all the same when none was sent in the last window, or who takes
 *       everything would keep us out for ever.
 * </ul>
 *
 * <p>Times are nanoseconds of one monotonic clock; those given must not run backwards by more than a window. Not
 * thread-safe.
 */
public final class Window {
    /**
     * Each reading is weighed against every call of the window. HubSpot's windows hold 100 to 250 (API-FACTS 2.3); in
     * one of very many, which only a benchmark has, that would take longer and longer.
     */
    private static final int MOST_READ = 2_000;

    private static final double DEVIATIONS = 1.3;
    private static final double MOST_HEADROOM = 0.05;
    /** In windows, with strangers that come by chance. */
    private static final double PATIENCE = 0.08;

    private static final double LEAST_PATIENCE = 0.03;
    /** The part of the window below which strangers are few. */
    private static final double FEW = 0.04;

    private static final double MOST_PATIENCE = 2.5;

    private int permits;
    private long lengthNanos;
    private long latestNow;
    private boolean wasTaken;
    private long takenAt;
    private final OwnCalls own = new OwnCalls();
    private final Strangers strangers;
    private final Spread spread = new Spread();
    /** When each permit whose call has ended comes back. */
    private final PriorityQueue<Long> comingBack = new PriorityQueue<>();

    /**
     * @param permits calls in a window, at least 1
     * @param lengthNanos its length, more than 0
     */
    public Window(int permits, long lengthNanos) {
        if (permits < 1 || lengthNanos <= 0) {
            throw new IllegalArgumentException("A window of " + permits + " permits in " + lengthNanos + " ns");
        }
        this.permits = permits;
        this.lengthNanos = lengthNanos;
        this.strangers = new Strangers(lengthNanos);
    }

    /** Takes a permit, if there is one. */
    public boolean tryTake(long now) {
        if (available(now) <= 0) {
            return false;
        }
        own.taken(now);
        spread.taken();
        wasTaken = true;
        takenAt = now;
        return true;
    }

    /** The call whose permit was taken at {@code takenAt} was counted at {@code countedAt} at the latest. */
    public void ended(long takenAt, long countedAt) {
        own.ended(takenAt, countedAt, lengthNanos);
        comingBack.add(countedAt + lengthNanos);
    }

    /** The permit taken at {@code takenAt} was not used after all. */
    public void unused(long takenAt) {
        own.unused(takenAt);
    }

    /**
     * HubSpot says that {@code remaining} calls are left. What it has counted above our own calls is somebody else's.
     *
     * <p>It counted some time between {@code takenAt} and {@code countedAt}, and which of our calls it had counted by
     * then is not known for certain. Wrong: a burst of 100 calls leaves the window while one call is under way;
     * HubSpot counted them still, we count them no more, and a hundred strangers are seen where there are none.
     *
     * @param takenAt when the permit of the call was taken that was answered so; {@link #ended} has been called for it
     * @param countedAt the latest moment it can have been counted
     */
    public void remainingAt(int remaining, long takenAt, long countedAt, long now) {
        if (permits <= MOST_READ) {
            read(permits - Math.max(0, remaining), true, takenAt, countedAt, now);
        }
    }

    /**
     * Instead of {@link #ended} and {@link #remainingAt}, for a call that met a 429 of this window: at that moment
     * nothing remained, and at least one call was not ours. Whether HubSpot counts a call that it refuses is not
     * known, so its permit comes back like any other. While no strangers are known, it proves just one, as the limit
     * may have been lowered instead.
     */
    public void refused(long takenAt, long countedAt, long now) {
        boolean areKnown = strangers.expected(now) > 0;
        own.refused(takenAt, lengthNanos);
        comingBack.add(countedAt + lengthNanos);
        if (areKnown && permits <= MOST_READ) {
            read(permits, false, takenAt, countedAt, now);
        } else {
            strangers.read(new Strangers.Reading(1, 1, 1, 0), middle(takenAt, countedAt), now);
        }
    }

    private void read(int used, boolean isCounted, long takenAt, long countedAt, long now) {
        OwnCalls.Held held = own.at(takenAt, countedAt, isCounted, lengthNanos);
        int least = Math.max(isCounted ? 0 : 1, used - held.most());
        int most = Math.max(least, used - held.least());
        double likely = Math.max(least, Math.min(most, used - held.likely()));
        strangers.read(new Strangers.Reading(least, most, likely, held.variance()), middle(takenAt, countedAt), now);
    }

    /** HubSpot says what the limit is. */
    public void learn(int newPermits, long newLengthNanos) {
        permits = Math.max(1, newPermits);
        lengthNanos = newLengthNanos > 0 ? newLengthNanos : lengthNanos;
        strangers.length(lengthNanos);
    }

    /** Permits that can be taken now; not positive when there is none, or when calls are being spread. */
    public int available(long now) {
        int free = free(now);
        if (!strangers.areAbout(now)) {
            spread.full(now);
            return free;
        }
        spread.fill(now, perNano(free, now));
        int spreadOut = Math.min(free, spread.whole());
        return spreadOut <= 0 && leavesOwn() && now - triesAt() >= 0 ? 1 : spreadOut;
    }

    /** Whether there are permits left that our own calls do not have, whatever strangers do. */
    private boolean leavesOwn() {
        return permits - own.underWay() - comingBack.size() > 0;
    }

    /** When a call is tried that strangers leave no room for. */
    private long triesAt() {
        return wasTaken ? takenAt + lengthNanos : latestNow;
    }

    /**
     * Permits that nobody has, whether or not they are being spread; negative when the limit was lowered below what is
     * in use, or more strangers came than were expected.
     */
    public int free(long now) {
        latestNow = now;
        while (!comingBack.isEmpty() && comingBack.element() <= now) {
            comingBack.remove();
        }
        int free = permits - own.underWay() - comingBack.size();
        double others = strangers.expected(now);
        return others == 0 ? free : (int) Math.floor(free - others - headroom(now) + 0.5);
    }

    private double headroom(long now) {
        return Math.min(MOST_HEADROOM * permits, DEVIATIONS * strangers.deviation(now, own.usualNanos() / 2));
    }

    /** How fast free permits are given out. */
    private double perNano(int free, long now) {
        double share = Math.max(1, permits - strangers.expected(now)) / lengthNanos;
        double unevenness = strangers.unevenness();
        double patience = strangers.areNew(now) ? MOST_PATIENCE : PATIENCE / (unevenness * unevenness);
        double part = Math.min(1, strangers.most() / (FEW * permits));
        double most = Math.max(LEAST_PATIENCE, part * Math.min(MOST_PATIENCE, patience));
        return share + Math.max(0, free) / (most * lengthNanos);
    }

    /**
     * When more permits may be there than at the last {@link #available}, if that had none; {@link Long#MAX_VALUE}
     * when it depends on calls that are under way.
     */
    public long nextAt() {
        Long back = comingBack.peek();
        long next = Math.min(back == null ? Long.MAX_VALUE : back, strangers.nextAt());
        if (!strangers.areAbout(latestNow)) {
            return next;
        }
        if (free(latestNow) > 0 && spread.whole() < 1) {
            next = spread.nextAt();
        }
        return leavesOwn() ? Math.min(next, triesAt()) : next;
    }

    /** Calls of others in the window, as far as can be told; 0 when there are none. */
    public double strangers(long now) {
        return strangers.expected(now);
    }

    /** Calls in a window. */
    public int permits() {
        return permits;
    }

    /** Its length. */
    public long lengthNanos() {
        return lengthNanos;
    }

    /** Calls under way. */
    public int underWay() {
        return own.underWay();
    }

    /** When the permit of the latest call under way was taken. */
    public OptionalLong latestUnderWay() {
        return own.latestUnderWay();
    }

    private static long middle(long from, long to) {
        return from + (to - from) / 2;
    }
}
