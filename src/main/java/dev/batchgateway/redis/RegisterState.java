package dev.batchgateway.redis;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * How it stands with the register of records, for those who run the gateway. It has a connection of its own, and can fail
 * while the budgets are well: {@link SharedState} does not tell of it. Thread-safe.
 */
public final class RegisterState {
    private static final Logger LOG = Logger.getLogger(RegisterState.class);
    /** A store on the verge of its time-out is lost and found many times a second. */
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier clock;
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private int missing;
    private boolean isBehind;
    private long behindSince;
    private boolean isTold;
    private boolean everTold;
    private long toldAt;

    /** @param clock a monotonic clock, in nanoseconds */
    public RegisterState(LongSupplier clock) {
        this.clock = clock;
    }

    /** Exchanges so far, those without an answer included. */
    public long exchanges() {
        return exchanges.sum();
    }

    /** Exchanges so far without an answer. */
    public long failures() {
        return failures.sum();
    }

    /** Records of this gateway that are to stand in the register and do not. */
    public synchronized int missing() {
        return missing;
    }

    /** An exchange has ended. */
    void asked(boolean isAnswered) {
        exchanges.increment();
        if (!isAnswered) {
            failures.increment();
        }
    }

    /** So many are missing now. */
    synchronized void missing(int now) {
        missing = now;
        if (isBehind && now == 0) {
            isBehind = false;
            if (isTold) {
                LOG.infof(
                        "The register of records has all that this gateway holds again after %d ms",
                        TimeUnit.NANOSECONDS.toMillis(clock.getAsLong() - behindSince));
            }
        }
    }

    /** One could not be entered; with it so many are missing now. */
    synchronized void notEntered(int now) {
        missing = now;
        if (!isBehind) {
            isBehind = true;
            behindSince = clock.getAsLong();
            isTold = !everTold || behindSince - toldAt > BETWEEN_LINES;
            if (isTold) {
                everTold = true;
                toldAt = behindSince;
                LOG.warn("The register of records does not answer: other gateways do not know which batches this one"
                        + " holds, and Redis is told them again once a second");
            }
        }
    }
}
