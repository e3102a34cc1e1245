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
    private final Memory memory;

    /**
     * Of what came on connections and is no request yet, and of the heads of those under way.
     *
     * @param bytes what is held now
     * @param mostBytes its bound
     * @param closed how many connections were closed because of it
     */
    public record Memory(LongSupplier bytes, long mostBytes, LongSupplier closed) {}

    /**
     * All are asked on any thread.
     *
     * @param open how many there are now
     * @param most their bound; 0 for none
     * @param withoutHead how many were closed on which no request's head came in time
     * @param idle how many were closed on which none came in time after an answer
     * @param memory what they hold
     */
    public ConnectionMeters(IntSupplier open, int most, LongSupplier withoutHead, LongSupplier idle, Memory memory) {
        this.open = open;
        this.most = most;
        this.withoutHead = withoutHead;
        this.idle = idle;
        this.memory = memory;
    }

    /** Registers all of them, to be told as long as this object is held. To be called once for a registry. */
    public void bindTo(MeterRegistry registry) {
        Metric.CONNECTIONS.gauge(registry, open::getAsInt);
        Metric.CONNECTIONS_BOUND.gauge(registry, () -> most);
        Metric.CONNECTIONS_CLOSED.counter(registry, this, meters -> meters.withoutHead.getAsLong(), Values.HEAD);
        Metric.CONNECTIONS_CLOSED.counter(registry, this, meters -> meters.idle.getAsLong(), Values.KEEP_ALIVE);
        Metric.CONNECTIONS_CLOSED.counter(registry, this, meters -> meters.memory.closed.getAsLong(), Values.MEMORY);
        Metric.CONNECTIONS_HELD_BYTES.gauge(registry, memory.bytes::getAsLong);
        Metric.CONNECTIONS_HELD_BOUND_BYTES.gauge(registry, memory::mostBytes);
    }
}
