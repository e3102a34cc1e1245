package dev.batchgateway.room;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one batch holds of the {@link Room}. Confined to one thread, but for {@link #close}, which any thread may call
 * at any time: a closed share holds nothing, takes nothing, and forgets what is forced into it or given back.
 */
public final class Share {
    private static final long CLOSED = -1;

    private final Bound all;
    private final Bound callers;
    private final Runnable leave;
    private final AtomicLong held = new AtomicLong();
    private boolean isCallersBound;

    Share(Bound all, Bound callers, Runnable leave) {
        this.all = all;
        this.callers = callers;
        this.leave = leave;
    }

    /**
     * Takes {@code bytes}, 0 or more. False when the process or this caller is full or the share is closed: then
     * nothing was taken.
     */
    public boolean take(long bytes) {
        requireCount(bytes);
        if (bytes == 0) {
            return held.get() != CLOSED;
        }
        if (!callers.take(bytes)) {
            isCallersBound = true;
            return false;
        }
        if (!all.take(bytes)) {
            callers.give(bytes);
            isCallersBound = false;
            return false;
        }
        return hold(bytes);
    }

    /** Takes {@code bytes} even past the bounds: for what is there already and must not be dropped. */
    public void force(long bytes) {
        requireCount(bytes);
        callers.force(bytes);
        all.force(bytes);
        hold(bytes);
    }

    /**
     * Gives {@code bytes} back.
     *
     * @throws IllegalStateException if they are more than it holds
     */
    public void give(long bytes) {
        requireCount(bytes);
        long now = held.get();
        while (now != CLOSED) {
            if (bytes > now) {
                throw new IllegalStateException(bytes + " bytes are given back where " + now + " are held");
            }
            if (held.compareAndSet(now, now - bytes)) {
                giveBack(bytes);
                return;
            }
            now = held.get();
        }
    }

    /** What it holds; nothing when it is closed. */
    public long bytes() {
        return Math.max(0, held.get());
    }

    /** Whether the last refusal was the caller's bound and not the process'. */
    public boolean isCallersBound() {
        return isCallersBound;
    }

    /** Gives everything back; a second time does nothing. */
    public void close() {
        long last = held.getAndSet(CLOSED);
        if (last != CLOSED) {
            giveBack(last);
            leave.run();
        }
    }

    /** Puts down what was just counted; false, and it is not counted any more, when the share was closed meanwhile. */
    private boolean hold(long bytes) {
        long now = held.get();
        while (now != CLOSED) {
            if (held.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = held.get();
        }
        giveBack(bytes);
        return false;
    }

    private void giveBack(long bytes) {
        callers.give(bytes);
        all.give(bytes);
    }

    private static void requireCount(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A number of bytes is not negative: " + bytes);
        }
    }
}
