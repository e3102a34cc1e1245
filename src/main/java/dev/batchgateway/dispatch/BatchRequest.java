package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Target;

/**
 * A batch, read and checked.
 *
 * @param target where it goes
 * @param envelope what stands around its inputs
 * @param inputs its inputs, at least one
 * @param caller who sends it
 * @param strict whether the caller wants each call all or nothing ({@code Prefer: handling=strict}): no trace ids of
 *     ours, and a refused call's inputs are not sent apart
 */
public record BatchRequest(Target target, Envelope envelope, Inputs inputs, Caller caller, boolean strict) {
    /** Without the credentials. */
    @Override
    public String toString() {
        return "BatchRequest[" + target.path() + ", " + inputs.size() + " inputs]";
    }
}
