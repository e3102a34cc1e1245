package dev.batchgateway.connection;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One of a kind for each event loop. A client of Vert.x takes any free connection it has, whichever event loop that lives
 * on, and every step of a call then waits for two threads to wake each other; a client that is asked on one loop alone has
 * only connections of that loop. Thread-safe.
 *
 * @param <T> of what kind
 */
public final class OnePerLoop<T> implements Supplier<T> {
    private final List<EventExecutor> loops = new ArrayList<>();
    private final List<T> ones = new ArrayList<>();

    /**
     * Makes them all.
     *
     * @param loops at least one
     * @param maker asked once for each
     */
    public OnePerLoop(Iterable<EventExecutor> loops, Supplier<T> maker) {
        for (EventExecutor loop : loops) {
            this.loops.add(loop);
            this.ones.add(maker.get());
        }
    }

    /** That of the event loop this is called on; on any other thread the first. */
    @Override
    public T get() {
        for (int i = 1; i < ones.size(); i++) {
            if (loops.get(i).inEventLoop()) {
                return ones.get(i);
            }
        }
        return ones.get(0);
    }
}
