package dev.batchgateway.room;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that is not exceeded, unless by force. Thread-safe. */
final class Bound {
    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    Bound(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("There must be room for at least 1 byte, not " + most);
        }
        this.most = most;
    }

    boolean take(long more) {
        while (true) {
            long now = bytes.get();
            if (more > most - now) {
                return false;
            }
            if (bytes.compareAndSet(now, now + more)) {
                return true;
            }
        }
    }

    void force(long more) {
        bytes.addAndGet(more);
    }

    void give(long back) {
        bytes.addAndGet(-back);
    }

    long bytes() {
        return bytes.get();
    }

    long most() {
        return most;
    }
}
