package dev.batchgateway.limit;

import java.util.PriorityQueue;

/**
 * An estimate of the calls that others have in the same window, from what HubSpot says remains with each of our own
 * answers: {@code strangers = permits - remaining - own}. As it is not known for certain which of our own calls
 * HubSpot had counted at that moment, each reading gives a least, a most and a likely number.
 *
 * <p>Strangers are seen only when the least number is above zero, so that nobody is ever seen where nobody is. Then
 * readings are weighed as in a Kalman filter: what is expected, {@code s} known strangers less those that have left
 * since plus {@code s / length} for each nanosecond since the last reading, moves towards the likely number the more,
 * the less sure it was; and never out of the bounds. It falls as well as it rises. A stranger leaves one window after
 * it came; those that came unseen came evenly between two readings.
 *
 * <p>Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
final class Strangers {
    /** Strangers that are refused leave no trace, so they are remembered for some time after the last was proven. */
    private static final int REMEMBERED_WINDOWS = 2;

    /** While they are new they may be far fewer than they will be: a full window has refused most of them. */
    private static final int NEW_WINDOWS = 3;
    /** Without readings, strangers are expected to come as before for a quarter of a window. */
    private static final int UNREAD_PART = 4;

    private static final double LEARNED = 0.02;
    private static final double LEAST_UNEVENNESS = 0.2;
    private static final double MOST_UNEVENNESS = 8;
    /** Below this number of expected strangers a reading says nothing about how evenly they come. */
    private static final double TOO_FEW = 0.2;

    /** A surprise further off than this many standard deviations is no chance: the reading is believed as it is. */
    private static final double SURPRISE = 4;

    private static final double FIRST_DOUBT = 0.1;

    /** What one answer says of them: a number from least to most, likely so many, and how sure that is. */
    record Reading(int least, int most, double likely, double variance) {}

    /** When each of them leaves the window. */
    private final PriorityQueue<Long> leaving = new PriorityQueue<>();

    private long lengthNanos;
    private boolean isRead;
    private long readAt;
    private boolean isProven;
    private long provenAt;
    private long knownSince;
    private int most;
    /** What the estimate is above the whole number in {@link #leaving}. */
    private double rest;

    private double variance;
    private double unevenness = 1;

    Strangers(long lengthNanos) {
        this.lengthNanos = lengthNanos;
    }

    void length(long newLengthNanos) {
        lengthNanos = newLengthNanos;
    }

    /** Whether any have been proven in the last windows: then our own calls are best spread. */
    boolean areAbout(long now) {
        return isProven && now - provenAt < REMEMBERED_WINDOWS * lengthNanos;
    }

    /** Whether they have been known for so short a time that nobody can say yet how they come. */
    boolean areNew(long now) {
        return now - knownSince < NEW_WINDOWS * lengthNanos;
    }

    /** The most that have been in the window at once since they came. */
    int most() {
        return most;
    }

    /** How many are in the window, those included that have probably come since the last reading. */
    double expected(long now) {
        int known = known(now);
        return known == 0 ? 0 : Math.max(0, known + rest + rate(known) * unread(now));
    }

    /** The standard deviation of how many there will be after {@code aheadNanos}. */
    double deviation(long now, double aheadNanos) {
        int known = known(now);
        double unknown = Math.max(0, now - readAt) + aheadNanos;
        return known == 0 ? 0 : Math.sqrt(variance + unevenness * rate(known) * unknown);
    }

    /** Variance of how many come in some time, by their mean: 0 for a metronome, 1 for chance, 12 for dozens. */
    double unevenness() {
        return unevenness;
    }

    /** When the next of them leaves; {@link Long#MAX_VALUE} when there is none. */
    long nextAt() {
        Long next = leaving.peek();
        return next == null ? Long.MAX_VALUE : next;
    }

    /** What HubSpot counted at the moment {@code at}, which has become known {@code now}. */
    void read(Reading reading, long at, long now) {
        if (reading.least > 0) {
            if (!areAbout(now)) {
                knownSince = now;
                most = 0;
            }
            isProven = true;
            provenAt = now;
        }
        if (isRead && at - readAt < 0) {
            overtaken(reading, at, now);
            return;
        }
        int known = known(at);
        long since = isRead ? Math.min(lengthNanos, at - readAt) : lengthNanos;
        double estimate = 0;
        if (known > 0) {
            estimate = weighed(reading, known, since);
        } else if (reading.least > 0) {
            estimate = reading.likely;
            variance = reading.variance;
        }
        isRead = true;
        readAt = at;
        settle(Math.max(0, Math.max(reading.least, Math.min(reading.most, estimate))), known, since);
    }

    /** A reading that a later one has overtaken still proves that there were so many. */
    private void overtaken(Reading reading, long at, long now) {
        come(reading.least - known(now), at, at);
    }

    private double weighed(Reading reading, int known, long since) {
        double doubt = reading.variance + FIRST_DOUBT;
        double coming = rate(known) * since;
        double expected = known + rest + rate(known) * Math.min(since, lengthNanos / UNREAD_PART);
        double surprise = reading.likely - expected;
        if (coming > TOO_FEW) {
            double seen = (surprise * surprise - doubt - variance) / coming;
            double step = Math.max(-5, Math.min(40, (seen - unevenness) * Math.min(1, coming)));
            unevenness = Math.max(LEAST_UNEVENNESS, Math.min(MOST_UNEVENNESS, unevenness + LEARNED * step));
        }
        double before = variance + unevenness * coming;
        if (Math.abs(surprise) > SURPRISE * Math.sqrt(before + doubt)) {
            variance = doubt;
            return reading.likely;
        }
        variance = before * doubt / (before + doubt);
        return expected + before / (before + doubt) * surprise;
    }

    /** Makes the known ones as many as estimated: some have come since the last reading, or the oldest have left. */
    private void settle(double estimate, int known, long since) {
        int whole = (int) Math.round(estimate);
        rest = estimate - whole;
        most = Math.max(most, whole);
        come(whole - known, readAt - since, readAt);
        for (int left = known - whole; left > 0; left--) {
            leaving.remove();
        }
    }

    private void come(int number, long from, long to) {
        for (int i = 0; i < number; i++) {
            leaving.add(from + (long) ((to - from) * ((i + 0.5) / number)) + lengthNanos);
        }
    }

    private int known(long now) {
        while (!leaving.isEmpty() && leaving.element() <= now) {
            leaving.remove();
        }
        return leaving.size();
    }

    private double rate(int known) {
        return (double) known / lengthNanos;
    }

    private long unread(long now) {
        return Math.max(0, Math.min(now - readAt, lengthNanos / UNREAD_PART));
    }
}
