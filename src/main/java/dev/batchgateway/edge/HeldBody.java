package dev.batchgateway.edge;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A body that is in memory, and counted, as long as somebody uses it: its request, and a run of its batch that may last
 * longer than that. Inputs that have succeeded may go before ({@link dev.batchgateway.batch.Inputs#giveBackTo}).
 * Thread-safe.
 */
final class HeldBody {
    private final AtomicInteger users = new AtomicInteger();
    private final Runnable close;

    /** @param close gives its room back; runs when nobody uses it any more */
    HeldBody(Runnable close) {
        this.close = close;
    }

    /** One more uses it, until what this answers is run for the first time. */
    Runnable use() {
        users.incrementAndGet();
        AtomicBoolean isOver = new AtomicBoolean();
        return () -> {
            if (isOver.compareAndSet(false, true) && users.decrementAndGet() == 0) {
                close.run();
            }
        };
    }
}
