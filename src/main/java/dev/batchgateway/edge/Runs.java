package dev.batchgateway.edge;

import dev.batchgateway.batch.Reason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The batches being served, from their first byte to their answer: bounds their number, and tells them when the
 * gateway is leaving. Thread-safe.
 */
public final class Runs {
    private static final int RETRY_FULL_SECONDS = 5;
    private static final int RETRY_LEAVING_SECONDS = 1;

    private final int most;
    private final AtomicInteger admitted = new AtomicInteger();
    private final Set<Consumer<Reason>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isLeaving;

    /** @param most most batches at once */
    public Runs(int most) {
        this.most = most;
    }

    /** Admits one more batch, or throws the {@link Refusal} it gets; {@link #leave} gives the place back. */
    void enter() {
        if (isLeaving) {
            throw refusal("The gateway is shutting down", RETRY_LEAVING_SECONDS);
        }
        if (admitted.incrementAndGet() > most) {
            admitted.decrementAndGet();
            throw refusal("The gateway is serving " + most + " batches and takes no more now", RETRY_FULL_SECONDS);
        }
    }

    void leave() {
        admitted.decrementAndGet();
    }

    /** A batch has started; {@code stop} tells it to stop, from any thread. */
    void started(Consumer<Reason> stop) {
        running.add(stop);
        if (isLeaving) {
            stop.accept(Reason.SHUTDOWN);
        }
    }

    /** It has ended; {@code stop} is the very same that it was started with. */
    void ended(Consumer<Reason> stop) {
        running.remove(stop);
    }

    /**
     * The gateway is leaving: no batch starts a new call, and none is admitted. Calls under way are heard out, and
     * every caller gets a complete account.
     */
    public void stopAll() {
        isLeaving = true;
        running.forEach(stop -> stop.accept(Reason.SHUTDOWN));
    }

    private static Refusal refusal(String why, int retryAfterSeconds) {
        return new Refusal(503, "UNSENT", why + "; nothing was sent, and it is safe to send again")
                .withHeader("Retry-After", String.valueOf(retryAfterSeconds));
    }
}
