package dev.batchgateway.edge;

import dev.batchgateway.batch.Reason;
import dev.batchgateway.dispatch.BatchRun;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The batches being served, from their first byte to their answer: bounds their number, and tells them when the
 * gateway is leaving. Thread-safe.
 */
public final class Runs {
    private static final int RETRY_FULL_SECONDS = 5;
    private static final int RETRY_LEAVING_SECONDS = 1;

    private final int most;
    private final AtomicInteger admitted = new AtomicInteger();
    private final Set<BatchRun> running = ConcurrentHashMap.newKeySet();
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

    void started(BatchRun run) {
        running.add(run);
        if (isLeaving) {
            run.stop(Reason.SHUTDOWN);
        }
    }

    void ended(BatchRun run) {
        running.remove(run);
    }

    /**
     * The gateway is leaving: no batch starts a new call, and none is admitted. Calls under way are heard out, and
     * every caller gets a complete account.
     */
    public void stopAll() {
        isLeaving = true;
        running.forEach(run -> run.stop(Reason.SHUTDOWN));
    }

    private static Refusal refusal(String why, int retryAfterSeconds) {
        return new Refusal(503, "UNSENT", why + "; nothing was sent, and it is safe to send again")
                .withHeader("Retry-After", String.valueOf(retryAfterSeconds));
    }
}
