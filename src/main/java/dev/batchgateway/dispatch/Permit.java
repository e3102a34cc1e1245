package dev.batchgateway.dispatch;

import dev.batchgateway.retry.ReplyKind;
import java.util.concurrent.atomic.AtomicBoolean;

/** Leave to make one call on a lane. Must be ended or given back exactly once; a second time is a bug, and says so. */
public final class Permit {
    private final Turn turn;
    private final long waitedNanos;
    private final long takenAt;
    private final AtomicBoolean isSpent = new AtomicBoolean();

    Permit(Turn turn, long waitedNanos, long takenAt) {
        this.turn = turn;
        this.waitedNanos = waitedNanos;
        this.takenAt = takenAt;
    }

    /** How long it was waited for. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** The call was made and has ended. */
    public void ended(Exchange exchange, ReplyKind kind) {
        spend();
        turn.lane().ended(exchange, kind, takenAt);
    }

    /** No call was made. */
    public void unused() {
        spend();
        turn.lane().unused(takenAt);
    }

    /** Whose it is. */
    Turn turn() {
        return turn;
    }

    private void spend() {
        if (!isSpent.compareAndSet(false, true)) {
            throw new IllegalStateException("A permit was given back twice");
        }
    }
}
