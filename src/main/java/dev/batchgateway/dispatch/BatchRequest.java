package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.InputSource;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.OutcomeSink;
import dev.batchgateway.batch.Target;

/**
 * A batch, checked as far as it has been read.
 *
 * @param target where it goes
 * @param envelope what stands around its inputs
 * @param inputs its inputs; of a stream those to come, too
 * @param sink is told how each of them ends
 * @param caller who sends it
 * @param strict whether the caller wants each call all or nothing ({@code Prefer: handling=strict}): no trace ids of
 *     ours, and a refused call's inputs are not sent apart
 */
public record BatchRequest(
        Target target, Envelope envelope, InputSource inputs, OutcomeSink sink, Caller caller, boolean strict) {
    /** Without the inputs and what stands around them, for when nothing of it is sent any more. */
    BatchRequest withoutInputs() {
        return new BatchRequest(target, Envelope.none(target.operation()), new Inputs().source(), sink, caller, strict);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "BatchRequest[" + target.path() + ", " + inputs.count() + " inputs]";
    }
}
