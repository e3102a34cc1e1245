package dev.batchgateway.resume;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request that waits for the outcomes of a batch, or writes them. Its flags are changed on its event loop. */
final class Listener {
    private final Asked asked;
    private final UniEmitter<? super Ended> emitter;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile boolean isTold;
    /** Whether it was given the outcomes, if only to find that it has left. On the record's event loop. */
    private boolean isReading;

    private volatile boolean hasLeft;

    Listener(Asked asked, UniEmitter<? super Ended> emitter) {
        this.asked = asked;
        this.emitter = emitter;
    }

    Asked asked() {
        return asked;
    }

    /** Runs {@code left} if the caller leaves before it was told anything. */
    void onLeaving(Runnable left) {
        emitter.onTermination(() -> {
            if (!isTold) {
                hasLeft = true;
                left.run();
            }
        });
    }

    /** Tells it, unless it has left by then. */
    void tell(Ended ended) {
        onLoop(() -> {
            if (!hasLeft) {
                isTold = true;
                emitter.complete(ended);
            }
        });
    }

    void fail(Throwable bug) {
        onLoop(() -> {
            if (!hasLeft) {
                isTold = true;
                emitter.fail(bug);
            }
        });
    }

    /** True the first time: it neither waits nor writes any more. */
    boolean end() {
        return isOver.compareAndSet(false, true);
    }

    boolean isOver() {
        return isOver.get();
    }

    void reads() {
        isReading = true;
    }

    boolean isReading() {
        return isReading;
    }

    private void onLoop(Runnable task) {
        asked.loop().execute(task);
    }
}
