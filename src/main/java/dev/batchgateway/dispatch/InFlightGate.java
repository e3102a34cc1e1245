package dev.batchgateway.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

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

    /** Gives a place back. Call without holding a lane's lock. */
    void leave() {
        Deque<Lane> woken = new ArrayDeque<>(1);
        synchronized (this) {
            underWay--;
            if (!turnedAway.isEmpty()) {
                Lane first = turnedAway.iterator().next();
                turnedAway.remove(first);
                woken.add(first);
            }
        }
        woken.forEach(Lane::pump);
    }

    /** Calls under way. */
    synchronized int underWay() {
        return underWay;
    }
}
