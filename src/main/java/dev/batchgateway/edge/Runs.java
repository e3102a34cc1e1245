package dev.batchgateway.edge;

import dev.batchgateway.batch.Reason;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The batches being served, from their first byte to their answer: bounds their number, in all and for each caller, and
 * tells them when the gateway is leaving. Thread-safe.
 */
public final class Runs {
    private static final int RETRY_FULL_SECONDS = 5;
    private static final int RETRY_LEAVING_SECONDS = 1;

    private final int most;
    private final int mostPerCaller;
    private final AtomicInteger admitted = new AtomicInteger();
    private final Map<String, Integer> places = new ConcurrentHashMap<>();
    private final Set<Consumer<Reason>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isLeaving;

    /**
     * @param most most batches at once
     * @param mostPerCaller most of one caller; no more than {@code most}
     */
    public Runs(int most, int mostPerCaller) {
        require(most >= 1, "gateway.edge.max-batches must be at least 1, not " + most);
        require(
                mostPerCaller >= 1 && mostPerCaller <= most,
                "gateway.edge.max-batches-per-caller must be from 1 to gateway.edge.max-batches, which is " + most
                        + ", not " + mostPerCaller);
        this.most = most;
        this.mostPerCaller = mostPerCaller;
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** Batches that have a place now. */
    public int batches() {
        return admitted.get();
    }

    /** The most there may be, of all callers together. */
    public int mostBatches() {
        return most;
    }

    /**
     * Admits one more batch of {@code caller}, or throws the {@link Refusal} it gets; {@link #leave} gives the place
     * back.
     */
    void enter(String caller) {
        if (isLeaving) {
            throw refusal("The gateway is shutting down", RETRY_LEAVING_SECONDS);
        }
        if (admitted.incrementAndGet() > most) {
            admitted.decrementAndGet();
            throw refusal("The gateway is serving " + most + " batches and takes no more now", RETRY_FULL_SECONDS);
        }
        if (places.merge(caller, 1, Integer::sum) > mostPerCaller) {
            leave(caller);
            throw refusal(
                    "The gateway is serving " + mostPerCaller + " batches of this caller and takes no more of it now",
                    RETRY_FULL_SECONDS);
        }
    }

    void leave(String caller) {
        places.computeIfPresent(caller, (name, batches) -> batches == 1 ? null : batches - 1);
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
