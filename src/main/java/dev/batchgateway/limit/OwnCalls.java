package dev.batchgateway.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * When our own calls can have been counted by HubSpot, so that what it has counted above them can be told to be
 * somebody else's. Of each call two times are known: when its permit was taken, and the latest moment at which it can
 * have been counted. Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
final class OwnCalls {
    /** How far one call moves the usual time between taking a permit and being counted at the latest. */
    private static final double LEARNED = 0.05;

    /** A call that has ended. */
    private record Ended(long takenAt, long countedAt) {}

    /**
     * How many of our calls HubSpot's window held at one moment.
     *
     * @param least those that it held for certain
     * @param most those that it can have held
     * @param likely the expected number, if a call is counted at any moment between its two times alike
     * @param variance how sure that number is
     */
    record Held(int least, int most, double likely, double variance) {}

    /** When the permit of each call under way was taken. */
    private final PriorityQueue<Long> underWay = new PriorityQueue<>();
    /** In the order of ending; none that no answer can speak of any more. */
    private final Deque<Ended> ended = new ArrayDeque<>();

    private double usualNanos;

    void taken(long now) {
        underWay.add(now);
    }

    void unused(long takenAt) {
        underWay.remove(takenAt);
    }

    /** The call whose permit was taken at {@code takenAt} was counted at {@code countedAt} at the latest. */
    void ended(long takenAt, long countedAt, long lengthNanos) {
        forget(lengthNanos);
        underWay.remove(takenAt);
        ended.add(new Ended(takenAt, countedAt));
        usualNanos += (countedAt - takenAt - usualNanos) * (usualNanos == 0 ? 1 : LEARNED);
    }

    /** HubSpot has refused the call, and not counted it. */
    void refused(long takenAt, long lengthNanos) {
        forget(lengthNanos);
        underWay.remove(takenAt);
    }

    int underWay() {
        return underWay.size();
    }

    /** When the permit of the latest call under way was taken. */
    OptionalLong latestUnderWay() {
        return underWay.stream().mapToLong(Long::longValue).max();
    }

    /** How long it usually takes from a permit to the latest moment of counting; 0 before the first call has ended. */
    double usualNanos() {
        return usualNanos;
    }

    /**
     * What HubSpot held of our calls when it looked at one of them, between taking its permit and the latest moment of
     * counting.
     *
     * @param isCounted whether it counted that call, which has ended, too: it held it for certain
     */
    Held at(long earliest, long latest, boolean isCounted, long lengthNanos) {
        boolean isItselfOpen = isCounted;
        int least = 0;
        int most = 0;
        double likely = 0;
        double variance = 0;
        for (Ended call : ended) {
            if (isItselfOpen && call.takenAt == earliest && call.countedAt == latest) {
                isItselfOpen = false;
                least++;
                most++;
                likely++;
                continue;
            }
            most += call.takenAt <= latest && call.countedAt > earliest - lengthNanos ? 1 : 0;
            least += call.countedAt <= earliest && call.takenAt > latest - lengthNanos ? 1 : 0;
            double held = before(call.takenAt, call.countedAt, earliest, latest)
                    - before(call.takenAt + lengthNanos, call.countedAt + lengthNanos, earliest, latest);
            likely += held;
            variance += held * (1 - held);
        }
        for (long takenAt : underWay) {
            double held = before(takenAt, takenAt + (long) usualNanos, earliest, latest);
            most += takenAt <= latest ? 1 : 0;
            likely += held;
            variance += held * (1 - held);
        }
        return new Held(least, most, likely, variance);
    }

    /** The chance that a moment somewhere in the first span comes before one somewhere in the second. */
    static double before(long from, long to, long otherFrom, long otherTo) {
        if (to <= otherFrom) {
            return 1;
        }
        if (from >= otherTo) {
            return 0;
        }
        double span = Math.max(1, to - from);
        double other = Math.max(1, otherTo - otherFrom);
        double ahead = otherFrom - from;
        return Math.min(1, (sum(ahead + other, span) - sum(ahead, span)) / (span * other));
    }

    /** The integral, up to {@code end}, of a ramp that rises from 0 to {@code span} and then stays. */
    private static double sum(double end, double span) {
        if (end <= 0) {
            return 0;
        }
        return end < span ? end * end / 2 : span * end - span * span / 2;
    }

    /** Calls that had left the window before the oldest one under way was sent are of no more use. */
    private void forget(long lengthNanos) {
        Long oldest = underWay.peek();
        while (oldest != null && !ended.isEmpty() && ended.element().countedAt <= oldest - lengthNanos) {
            ended.remove();
        }
    }
}
