package dev.batchgateway.dispatch;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the calls under way in the whole process, over all lanes, to what the connection pool holds: a call must not
 * wait for a connection after it has its permit. Lanes that find it full are woken in the order they came. Thread-safe.
 */
final class InFlightGate {
    private final int most;
    private final Set<Lane> turnedAway = new LinkedHashSet<>();
    private int underWay;

    InFlightGate(int most) {
        this.most = most;
    }

    /** Takes a place for {@code lane}; if there is none, the lane is woken when there may be. */
    synchronized boolean tryEnter(Lane lane) {
        if (underWay < most) {
            underWay++;
            return true;
        }
        turnedAway.add(lane);
        return false;
    }

    /**
     * Gives a place back. A lane that is woken may have no use for it any more (it was shut, its window is empty): then
     * the next one is woken, or nobody would ever be. Call without holding a lane's lock.
     */
    void leave() {
        synchronized (this) {
            underWay--;
        }
        for (Lane lane = firstToWake(); lane != null; lane = firstToWake()) {
            lane.pump();
        }
    }

    private synchronized @Nullable Lane firstToWake() {
        if (underWay >= most || turnedAway.isEmpty()) {
            return null;
        }
        Lane first = turnedAway.iterator().next();
        turnedAway.remove(first);
        return first;
    }

    /** Calls under way. */
    synchronized int underWay() {
        return underWay;
    }
}
