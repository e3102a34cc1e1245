package dev.batchgateway.edge;

import dev.batchgateway.batch.Reason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The batches being served, from their first byte to their answer: bounds their number, in all and for each caller, and
 * tells them when the gateway is leaving. Thread-safe.
 */
public final class Runs {
    private static final int RETRY_LEAVING_SECONDS = 1;

    private final Places places;
    private final Set<Consumer<Reason>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isLeaving;

    /**
     * @param most most batches at once
     * @param mostPerCaller most of one caller; no more than {@code most}
     */
    public Runs(int most, int mostPerCaller) {
        this.places = new Places("batches", "gateway.edge.max-batches", most, mostPerCaller);
    }

    /** Batches that have a place now. */
    public int batches() {
        return places.taken();
    }

    /** The most there may be, of all callers together. */
    public int mostBatches() {
        return places.most();
    }

    /**
     * Admits one more batch of {@code caller}, or throws the {@link Refusal} it gets; {@link #leave} gives the place
     * back.
     */
    void enter(String caller) {
        if (isLeaving) {
            throw Refusals.notNow("The gateway is shutting down", RETRY_LEAVING_SECONDS);
        }
        places.enter(caller);
    }

    void leave(String caller) {
        places.leave(caller);
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
}
