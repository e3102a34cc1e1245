package dev.batchgateway.dispatch;

import java.time.Duration;

/**
 * Wakes a lane at the earliest of the moments it was set to: one timer counts, whatever was set before. Guarded by its
 * lane's lock.
 */
final class Alarm {
    /** What is due now may still be withheld by something else; it is looked at again, but not without a pause. */
    private static final long LEAST_NANOS = Duration.ofMillis(1).toNanos();

    private final Timer timer;
    private boolean isSet;
    private long at;

    Alarm(Timer timer) {
        this.timer = timer;
    }

    /**
     * Sets it, unless it is set to an earlier moment.
     *
     * @param when {@link Long#MAX_VALUE} for never
     * @param rings run with the moment it was set to, on any thread and without the lane's lock
     */
    void set(long when, long now, Ringing rings) {
        if (when == Long.MAX_VALUE) {
            return;
        }
        long planned = Math.max(when, now + LEAST_NANOS);
        if (isSet && at - planned <= 0) {
            return;
        }
        isSet = true;
        at = planned;
        timer.after(planned - now, () -> rings.at(planned));
    }

    /** It rings; false for a timer that an earlier one has overtaken: that one has set its successor. */
    boolean rang(long planned) {
        boolean isThis = isSet && at == planned;
        isSet = isSet && !isThis;
        return isThis;
    }

    /** What happens when it rings. */
    @FunctionalInterface
    interface Ringing {
        void at(long planned);
    }
}
