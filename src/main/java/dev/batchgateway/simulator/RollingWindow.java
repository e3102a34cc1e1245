package dev.batchgateway.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A rate limit that rolls: of calls that were let in, at most {@code permits} lie in any window. A call let in at
 * second 0 of a 10 s window makes room again at second 10 exactly. Refused calls leave no trace (API-FACTS 9.1 leaves
 * that open for HubSpot's own). The permits and the window are given with each call, as they may change in between.
 */
final class RollingWindow {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** When each call was let in, oldest first; none is older than the window. */
    private final Deque<Long> letIn = new ArrayDeque<>();

    boolean tryTake(long nowNanos, int permits, long windowNanos) {
        if (used(nowNanos, windowNanos) >= permits) {
            return false;
        }
        letIn.addLast(nowNanos);
        return true;
    }

    int used(long nowNanos, long windowNanos) {
        while (!letIn.isEmpty() && nowNanos - letIn.getFirst() >= windowNanos) {
            letIn.removeFirst();
        }
        return letIn.size();
    }

    int usedInLastSecond(long nowNanos) {
        return (int)
                letIn.stream().filter(at -> nowNanos - at < NANOS_PER_SECOND).count();
    }
}
