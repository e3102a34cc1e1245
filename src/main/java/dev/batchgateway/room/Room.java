package dev.batchgateway.room;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes that batches hold in memory, in all and for each caller. Thread-safe. */
public final class Room {
    /**
     * A stream is many small objects that live for a second or so, which a garbage collector copies again and again where
     * they fill the heap, while a body is a few large ones. With a heap of 102 MB, half of it for what is old, fifty
     * streams at full speed ended in a minute, and eighty were at it for more than three, two thirds of the time in collections.
     */
    private static final double OF_STREAMS = 0.625;

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
        return share(caller, all.most(), mostPerCaller);
    }

    /**
     * The same for one that is a stream: it takes more only while no more than five eighths of the bounds are held, of
     * bodies, too.
     */
    public Share shareOfStream(String caller) {
        return share(caller, ofStreams(all.most()), ofStreams(mostPerCaller));
    }

    private Share share(String caller, long upTo, long callersUpTo) {
        Caller known = callers.compute(caller, (name, before) -> {
            Caller now = before == null ? new Caller(new Bound(mostPerCaller)) : before;
            now.shares++;
            return now;
        });
        return new Share(all, upTo, known.bound, callersUpTo, () -> leave(caller));
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

    /** The most that a stream can take, alone here. */
    public long mostOfStream() {
        return ofStreams(Math.min(all.most(), mostPerCaller));
    }

    private static long ofStreams(long bound) {
        return Math.max(1, (long) (OF_STREAMS * bound));
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
