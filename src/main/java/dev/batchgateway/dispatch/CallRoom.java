package dev.batchgateway.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Bounds the bytes of the calls under way in the whole process: of their bodies, which are held until they are
 * answered, and of their answers, as large as they are expected to be ({@link ReplySize}). A call that is larger than
 * all of the room goes when it is alone. Who finds it full is told when there may be room, in turn. Thread-safe.
 */
public final class CallRoom {
    private record Waiting(long length, Runnable task) {}

    private final long most;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;

    /** @param most most bytes under way, at least 1 */
    public CallRoom(long most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "gateway.dispatch.max-in-flight-bytes must be at least 1 byte, not " + most);
        }
        this.most = most;
    }

    /**
     * Takes room for a call of so many bytes; if there is none, {@code whenThereMayBe} runs later, on any thread, and
     * must ask again.
     */
    synchronized boolean tryEnter(long length, Runnable whenThereMayBe) {
        if (bytes == 0 || bytes + length <= most) {
            bytes += length;
            return true;
        }
        waiting.add(new Waiting(length, whenThereMayBe));
        return false;
    }

    /**
     * Gives it back. Call without holding a lock. Those are told for whose calls there is room now; all of them when
     * nothing is under way any more, since who is told may have no use for it, and nobody else would tell the others.
     */
    void leave(long length) {
        List<Runnable> told = new ArrayList<>();
        synchronized (this) {
            bytes -= length;
            long free = bytes == 0 ? Long.MAX_VALUE : most - bytes;
            while (!waiting.isEmpty() && waiting.element().length <= free) {
                Waiting next = waiting.remove();
                free -= next.length;
                told.add(next.task);
            }
        }
        told.forEach(Runnable::run);
    }

    /** Bytes of the calls under way. */
    public synchronized long bytes() {
        return bytes;
    }

    /** The most there may be. */
    public long mostBytes() {
        return most;
    }
}
