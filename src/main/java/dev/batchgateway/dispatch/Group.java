package dev.batchgateway.dispatch;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a batch's inputs of one {@code idProperty}: whether HubSpot has taken any such call, and if not,
 * whether it refuses them all for the same reason. Confined to its batch's thread.
 *
 * <p>A refusal that names no input may be one input's fault or everybody's. It is taken for everybody's only when
 * {@value #SINGLES} inputs sent alone, from different places, were refused in the same words and nothing succeeded.
 */
final class Group {
    private static final int SINGLES = 3;
    private static final int FORBIDDEN = 403;

    private boolean proven;
    private int underWay;
    private @Nullable HubSpotError refusal;
    private boolean worded;
    private int refusedCalls;
    private int refusedSingles;
    private boolean refused;
    private Reason reason = Reason.BATCH_REFUSED;

    Group(boolean proven) {
        this.proven = proven;
        this.worded = true;
    }

    /** Whether a call may be sent now: one at a time, until one has succeeded. */
    boolean mayGo() {
        return proven || refused || underWay == 0;
    }

    void sent() {
        underWay++;
    }

    void ended() {
        underWay--;
    }

    void succeeded() {
        proven = true;
    }

    /** What held for earlier batches may hold no more: one call at a time, until one succeeds. */
    void doubt() {
        proven = false;
    }

    boolean isProven() {
        return proven;
    }

    /**
     * A call was refused with {@code status} and {@code error}, which points at none of its inputs; a single one has
     * but one.
     */
    void refused(int status, HubSpotError error, boolean isSingle) {
        worded = worded && (refusal == null || refusal.isWordedLike(error));
        refusal = error;
        reason = status == FORBIDDEN ? Reason.CREDENTIALS_REFUSED : Reason.BATCH_REFUSED;
        refusedCalls++;
        refusedSingles += isSingle ? 1 : 0;
        refused = isSuspected() && refusedSingles >= SINGLES;
    }

    /** Everybody's fault, for certain: HubSpot's words say so. */
    void refusedAsSuch(HubSpotError error) {
        refusal = error;
        refused = true;
    }

    /** Whether it looks as if every such call would be refused, so that single inputs should be tried. */
    boolean isSuspected() {
        return !proven && worded && refusedCalls >= 2;
    }

    /** Whether every such call is refused: nothing more of this group is sent. */
    boolean isRefused() {
        return refused;
    }

    /** Why nothing more of it is sent, when it is refused. */
    Reason reason() {
        return reason;
    }

    @Nullable
    HubSpotError refusal() {
        return refusal;
    }
}
