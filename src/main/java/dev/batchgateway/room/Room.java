package dev.batchgateway.room;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes that batches hold in memory, in all and for each caller. Thread-safe. */
public final class Room {
    private final Bound all;
    private final long mostPerCaller;
    private final Map<String, Caller> callers = new ConcurrentHashMap<>();

    /**
     * @param mostBytes bound of all callers together, at least 1
     * @param mostPerCaller bound of each caller, at least 1; one above {@code mostBytes} is none
     */
    public Room(long mostBytes, long mostPerCaller) {
        this.all = new Bound(mostBytes);
        this.mostPerCaller = new Bound(mostPerCaller).most();
    }

    /**
     * A share for one batch of {@code caller}, with nothing in it. A caller is known as long as one of its shares is
     * open.
     *
     * @param caller a digest, no credential
     */
    public Share share(String caller) {
        Caller known = callers.compute(caller, (name, before) -> {
            Caller now = before == null ? new Caller(new Bound(mostPerCaller)) : before;
            now.shares++;
            return now;
        });
        return new Share(all, known.bound, () -> leave(caller));
    }

    private void leave(String caller) {
        callers.computeIfPresent(caller, (name, known) -> --known.shares == 0 ? null : known);
    }

    /** What is held now; above the bound only by what was forced. */
    public long bytes() {
        return all.bytes();
    }

    /** The bound of all callers together. */
    public long mostBytes() {
        return all.most();
    }

    /** The bound of each caller. */
    public long mostPerCaller() {
        return mostPerCaller;
    }

    /** Callers with an open share. */
    public int callers() {
        return callers.size();
    }

    /** One caller; {@code shares} is changed inside the map's own steps alone. */
    private static final class Caller {
        private final Bound bound;
        private int shares;

        Caller(Bound bound) {
            this.bound = bound;
        }
    }
}
