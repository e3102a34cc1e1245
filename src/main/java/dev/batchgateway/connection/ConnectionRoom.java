package dev.batchgateway.connection;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Memory for what callers' connections have sent before anybody may judge it, and for the heads of requests under way, of
 * all connections together. A head is small, but there may be thousands of them, and nobody has shown a credential yet.
 * Thread-safe.
 */
public final class ConnectionRoom {
    /** A connection that holds no more than this may use all of the room, in bytes; the others leave a quarter free. */
    static final long LITTLE = 4 * 1024;

    private static final long PART = 4;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder closed = new LongAdder();

    /** @param mostBytes bound of all connections together, at least 1 */
    public ConnectionRoom(long mostBytes) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("There must be room for at least 1 byte, not " + mostBytes);
        }
        this.most = mostBytes;
    }

    /** What is held now. */
    public long bytes() {
        return bytes.get();
    }

    /** The most of it. */
    public long mostBytes() {
        return most;
    }

    /** Connections that were closed so far because there was no room for what they had sent. */
    public long closed() {
        return closed.sum();
    }

    /** Takes {@code more} for a connection that holds {@code all} then; false when there is no room, and nothing was taken. */
    boolean take(long more, long all) {
        long bound = all > LITTLE ? most - most / PART : most;
        while (true) {
            long now = bytes.get();
            if (more > bound - now) {
                return false;
            }
            if (bytes.compareAndSet(now, now + more)) {
                return true;
            }
        }
    }

    void give(long back) {
        bytes.addAndGet(-back);
    }

    void closes() {
        closed.increment();
    }
}
