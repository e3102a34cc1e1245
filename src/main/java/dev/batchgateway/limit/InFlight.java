package dev.batchgateway.limit;

/**
 * How many calls may be under way at once. HubSpot does not say how many it carries; when they are too many it answers
 * 502, 503, 504 or not at all (API-FACTS 3.1). So the bound starts at the most, and what is refused shows where it is:
 *
 * <ul>
 *   <li><b>A refused call takes its place with it.</b> Of 256 calls under way 244 are refused: 256 − 244 = 12 places
 *       are left, as many as HubSpot carries. Calls sent while the bound was still too high teach nothing.
 *   <li><b>A few are forgiven</b>, 4 in 100 successes and 5 in a row, for HubSpot also fails for no reason, which fewer
 *       calls would not mend. That hides no overload: one call too many is refused every 30 ms while those beside it
 *       take 250 ms, so it costs 8 refusals in {@code bound} successes, more than 4 in 100 up to 200 places. When more
 *       are refused than can be forgiven, those that were lose their places after all.
 *   <li><b>More is tried on trial.</b> One place more, then 2, 4, 8 while no call is refused, so 12 grows to 40 in five
 *       trials. In a trial nothing is forgiven, and the bound falls back at most to what it was. After each trial
 *       that failed the next waits for twice as many rounds (one round is {@code bound} successes), up to 64: even if
 *       one place too many makes HubSpot refuse a whole round, looking for more costs one call in 65.
 *   <li><b>Only what fills the bound proves it.</b> A trial takes one round (at most 100) of calls that were sent since
 *       it began and were under way while all places were taken. And it outlasts the slowest refusal of late (up to
 *       10 s) by a quarter, because a refusal that has not come yet looks like a call that is well.
 * </ul>
 *
 * <p>Times are nanoseconds of one monotonic clock. {@code underWay} counts the call that has just ended, too. Not
 * thread-safe.
 */
public final class InFlight {
    private static final double FORGIVEN_PER_SUCCESS = 0.04;
    private static final int MOST_FORGIVEN = 5;
    private static final int FEWEST_ROUNDS = 2;
    private static final int MOST_ROUNDS = 64;
    private static final int LONGEST_TRIAL = 100;
    private static final long SLOWEST_REFUSAL_NANOS = 10_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final int most;
    private int bound;
    /** What a trial falls back to; the bound itself while there is no trial. */
    private int proven;

    private double forgivable = MOST_FORGIVEN;
    private int forgiven;
    /** Places that this trial has added, or the next one will. */
    private int step = 1;

    private int roundsOfRest = FEWEST_ROUNDS;
    /** Successes since {@link #changedAt} that filled the bound. */
    private int carried;

    private long changedAt = NEVER;
    /** When the cut began whose places are still being counted; {@link #NEVER} when none are. */
    private long cutAt = NEVER;

    private long fullAt;
    private long slowestRefusal;
    private long roundAt;
    private int peak;
    private int peakBefore;

    /** @param most the bound it starts with and never exceeds, at least 1 */
    public InFlight(int most) {
        this.most = Math.max(1, most);
        this.bound = this.most;
        this.proven = this.most;
    }

    /** Calls that may be under way now, at least 1. */
    public int bound() {
        return bound;
    }

    /** HubSpot has worked on a call, whatever it said about it. */
    public void succeeded(long sentAt, long now, int underWay) {
        look(sentAt, now, underWay);
        forgivable = Math.min(MOST_FORGIVEN, forgivable + FORGIVEN_PER_SUCCESS);
        forgiven = forgivable == MOST_FORGIVEN ? 0 : forgiven;
        if (proven == most || sentAt - changedAt < 0 || sentAt - fullAt > 0) {
            return;
        }
        carried++;
        if (bound == proven) {
            if (carried >= roundsOfRest * bound) {
                change(bound + step, now);
            }
        } else if (carried >= Math.min(LONGEST_TRIAL, bound) && now - changedAt >= slowestRefusal / 4 * 5) {
            step = bound - proven == step ? 2 * step : Math.max(1, step / 2);
            proven = bound;
            roundsOfRest = FEWEST_ROUNDS;
            change(bound + step, now);
        }
    }

    /** A call met an overloaded HubSpot, or no answer came in all the time it had. */
    public void overloaded(long sentAt, long now, int underWay) {
        look(sentAt, now, underWay);
        slowestRefusal = Math.min(SLOWEST_REFUSAL_NANOS, Math.max(now - sentAt, slowestRefusal / 4 * 3));
        if (bound > proven) {
            bound--;
            if (bound == proven) {
                roundsOfRest = Math.min(MOST_ROUNDS, 2 * roundsOfRest);
                change(bound, now);
            }
        } else if (changedAt != NEVER && sentAt - changedAt < 0) {
            if (cutAt != NEVER && sentAt - cutAt < 0) {
                cut(bound - 1, now, cutAt);
            }
        } else if (forgivable >= 1) {
            forgivable--;
            forgiven++;
        } else {
            cut(Math.min(bound, Math.max(peak, peakBefore)) - 1 - forgiven, now, now);
            forgiven = 0;
        }
    }

    private void cut(int newBound, long now, long since) {
        proven = Math.max(1, newBound);
        roundsOfRest = FEWEST_ROUNDS;
        change(proven, now);
        cutAt = since;
    }

    private void change(int newBound, long now) {
        bound = Math.min(most, newBound);
        step = Math.max(1, Math.min(step, bound - proven));
        carried = 0;
        changedAt = now;
        cutAt = NEVER;
        fullAt = now;
    }

    /**
     * Keeps the most calls under way of this round and the last, since of a bound that nobody fills (the window is
     * short of permits) only they can have been too many. A round ends with the first call that was sent in it.
     */
    private void look(long sentAt, long now, int underWay) {
        if (peak == 0 || sentAt - roundAt > 0) {
            peakBefore = peak;
            peak = 0;
            roundAt = now;
        }
        // There are never more under way than just before one of them ends.
        peak = Math.max(peak, Math.max(1, underWay));
        if (underWay >= bound) {
            fullAt = now;
        }
    }
}
