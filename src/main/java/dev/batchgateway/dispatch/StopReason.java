package dev.batchgateway.dispatch;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Whether a batch starts no new call any more, and why. The first reason holds; but a caller who has left may come back,
 * and takes no other reason away by that. Confined to its batch's thread.
 */
final class StopReason {
    private Outcome.@Nullable Unsent rest;

    /** Stops it for {@code reason}, unless another one holds. Answers whether this one does now. */
    boolean give(Reason reason, @Nullable HubSpotError said) {
        boolean holds = rest == null || (rest.reason() == Reason.CALLER_LEFT && reason != Reason.CALLER_LEFT);
        if (holds) {
            rest = new Outcome.Unsent(reason, said);
        }
        return holds;
    }

    /** Takes it back; false when it is not stopped for that reason. */
    boolean takeBack(Reason reason) {
        boolean holds = rest != null && rest.reason() == reason;
        if (holds) {
            rest = null;
        }
        return holds;
    }

    boolean isGiven() {
        return rest != null;
    }

    /** How those inputs end that are not sent for that; null while it is not stopped. */
    Outcome.@Nullable Unsent rest() {
        return rest;
    }
}
