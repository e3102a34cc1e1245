package dev.batchgateway.redis;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** How it stands with the store, for those who run the gateway. Thread-safe. */
public final class SharedState {
    /** How it stands. */
    public enum Kind {
        /** No store is configured. */
        NONE,
        /** The store has not been asked yet: no batch has come. */
        UNKNOWN,
        /** The store answered the last exchange. */
        SHARED,
        /** The store did not answer the last exchange: the gateway goes on with its share. */
        LOST;

        /** As the readiness and the metrics call it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Logger LOG = Logger.getLogger(SharedState.class);
    /** A store on the verge of its time-out is lost and found many times a second. */
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);
    /** A lane that others use has more members than one that they do not. */
    private static final long MEMBERS_HOLD = TimeUnit.SECONDS.toNanos(30);

    private final boolean isConfigured;
    private final LongSupplier clock;
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private boolean isLost;
    private long lostSince;
    private boolean isLossTold;
    private boolean everTold;
    private long toldAt;
    private int members;
    private long membersAt;

    /**
     * @param isConfigured whether there is a store
     * @param clock a monotonic clock, in nanoseconds
     */
    public SharedState(boolean isConfigured, LongSupplier clock) {
        this.isConfigured = isConfigured;
        this.clock = clock;
    }

    /** How it stands now. */
    public synchronized Kind kind() {
        if (!isConfigured) {
            return Kind.NONE;
        }
        if (exchanges.sum() == 0) {
            return Kind.UNKNOWN;
        }
        return isLost ? Kind.LOST : Kind.SHARED;
    }

    /** Whether there is a store that did not answer the last exchange. */
    public synchronized boolean isLost() {
        return isLost;
    }

    /** For how long it has been lost, in nanoseconds; 0 when it is not. */
    public synchronized long lostNanos() {
        return isLost ? clock.getAsLong() - lostSince : 0;
    }

    /** The most gateways that one lane had in the last half minute, this one included; 0 when none was counted. */
    public synchronized int members() {
        return members;
    }

    /** Exchanges so far, those without an answer included. */
    public long exchanges() {
        return exchanges.sum();
    }

    /** Exchanges so far without an answer. */
    public long failures() {
        return failures.sum();
    }

    synchronized void answered(int counted) {
        long now = clock.getAsLong();
        exchanges.increment();
        if (counted >= members || now - membersAt > MEMBERS_HOLD) {
            members = counted;
            membersAt = now;
        }
        if (isLost && isLossTold) {
            LOG.infof("The shared store answers again after %d ms", TimeUnit.NANOSECONDS.toMillis(now - lostSince));
        }
        isLost = false;
    }

    synchronized void lost(String why) {
        long now = clock.getAsLong();
        exchanges.increment();
        failures.increment();
        if (!isLost) {
            isLost = true;
            lostSince = now;
            isLossTold = !everTold || now - toldAt > BETWEEN_LINES;
            if (isLossTold) {
                everTold = true;
                toldAt = now;
                LOG.warnf("The shared store is lost, the gateway goes on with its share of the budgets: %s", why);
            }
        }
    }
}
