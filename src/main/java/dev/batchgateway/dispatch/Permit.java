package dev.batchgateway.dispatch;

import dev.batchgateway.retry.ReplyKind;

/** Leave to make one call on a lane. Must be ended or given back exactly once. */
public final class Permit {
    private final Lane lane;
    private final long waitedNanos;

    Permit(Lane lane, long waitedNanos) {
        this.lane = lane;
        this.waitedNanos = waitedNanos;
    }

    /** How long it was waited for. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** The call was made and has ended. */
    public void ended(Exchange exchange, ReplyKind kind) {
        lane.ended(exchange, kind);
    }

    /** No call was made. */
    public void unused() {
        lane.unused();
    }
}
