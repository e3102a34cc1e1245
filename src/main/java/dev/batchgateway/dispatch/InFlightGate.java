package dev.batchgateway.dispatch;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the calls under way in the whole process, over all lanes, to what the connection pool holds: a call must not
 * wait for a connection after it has its permit. Lanes that find no place are woken in the order they came.
 *
 * <p>A HubSpot account gets a place while it holds less than {@value #TIMES_WHAT_IS_FREE} times as many as are free.
 * Alone it gets three quarters of them; should its calls hang, the next one gets three quarters of the rest, and so on:
 * who holds none gets one as long as any is free. Thread-safe.
 */
final class InFlightGate {
    private static final int TIMES_WHAT_IS_FREE = 3;

    private final int most;
    private final Set<Lane> turnedAway = new LinkedHashSet<>();
    private final Map<Portal, Integer> held = new HashMap<>();
    private int underWay;

    InFlightGate(int most) {
        this.most = most;
    }

    /** Takes a place for {@code lane}; if there is none for it, the lane is woken when there may be. */
    synchronized boolean tryEnter(Lane lane) {
        if (!hasPlaceFor(lane)) {
            turnedAway.add(lane);
            return false;
        }
        underWay++;
        held.merge(lane.portal(), 1, Integer::sum);
        return true;
    }

    /**
     * Gives {@code lane}'s place back. A lane that is woken may have no use for it any more (it was shut, its window is
     * empty): then the next one is woken, or nobody would ever be. Call without holding a lane's lock.
     */
    void leave(Lane lane) {
        synchronized (this) {
            underWay--;
            held.computeIfPresent(lane.portal(), (portal, places) -> places == 1 ? null : places - 1);
        }
        for (Lane next = firstToWake(); next != null; next = firstToWake()) {
            next.pump();
        }
    }

    private boolean hasPlaceFor(Lane lane) {
        return held.getOrDefault(lane.portal(), 0) < TIMES_WHAT_IS_FREE * (most - underWay);
    }

    private synchronized @Nullable Lane firstToWake() {
        for (Lane lane : turnedAway) {
            if (hasPlaceFor(lane)) {
                turnedAway.remove(lane);
                return lane;
            }
        }
        return null;
    }

    /** Calls under way. */
    synchronized int underWay() {
        return underWay;
    }
}
