package dev.batchgateway.telemetry;

import dev.batchgateway.dispatch.CallRoom;
import dev.batchgateway.room.Room;
import dev.batchgateway.spool.Spool;
import io.micrometer.core.instrument.MeterRegistry;

/** Shows what batches hold in memory and on disk, and how much that may be, when it is asked. Thread-safe. */
public final class RoomGauges {
    private final Room room;
    private final Spool spool;
    private final CallRoom calls;

    /** Shows these three. */
    public RoomGauges(Room room, Spool spool, CallRoom calls) {
        this.room = room;
        this.spool = spool;
        this.calls = calls;
    }

    /** Registers every gauge. To be called once for a registry. */
    public void bindTo(MeterRegistry registry) {
        Metric.HELD_BYTES.gauge(registry, room::bytes);
        Metric.HELD_BOUND_BYTES.gauge(registry, room::mostBytes);
        Metric.SPOOL_BYTES.gauge(registry, spool::bytes);
        Metric.SPOOL_BOUND_BYTES.gauge(registry, spool::mostBytes);
        Metric.IN_FLIGHT_BYTES.gauge(registry, calls::bytes);
        Metric.IN_FLIGHT_BOUND_BYTES.gauge(registry, calls::mostBytes);
    }
}
