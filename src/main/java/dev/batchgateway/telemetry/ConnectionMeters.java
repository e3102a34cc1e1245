package dev.batchgateway.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Shows callers' connections, and how many were closed and why, when it is asked. Thread-safe. */
public final class ConnectionMeters {
    private final IntSupplier open;
    private final int most;
    private final LongSupplier withoutHead;
    private final LongSupplier idle;
    private final LongSupplier withoutRoom;

    /**
     * All are asked on any thread.
     *
     * @param open how many there are now
     * @param most their bound; 0 for none
     * @param withoutHead how many were closed on which no request's head came in time
     * @param idle how many were closed on which none came in time after an answer
     * @param withoutRoom how many were closed because there was no memory for what had come on them
     */
    public ConnectionMeters(
            IntSupplier open, int most, LongSupplier withoutHead, LongSupplier idle, LongSupplier withoutRoom) {
        this.open = open;
        this.most = most;
        this.withoutHead = withoutHead;
        this.idle = idle;
        this.withoutRoom = withoutRoom;
    }

    /** Registers all of them, to be told as long as this object is held. To be called once for a registry. */
    public void bindTo(MeterRegistry registry) {
        Metric.CONNECTIONS.gauge(registry, open::getAsInt);
        Metric.CONNECTIONS_BOUND.gauge(registry, () -> most);
        Metric.CONNECTIONS_CLOSED.counter(registry, this, meters -> meters.withoutHead.getAsLong(), Values.HEAD);
        Metric.CONNECTIONS_CLOSED.counter(registry, this, meters -> meters.idle.getAsLong(), Values.KEEP_ALIVE);
        Metric.CONNECTIONS_CLOSED.counter(registry, this, meters -> meters.withoutRoom.getAsLong(), Values.MEMORY);
    }
}
