package dev.batchgateway.resume;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.InputSource;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a request for a batch brings along.
 *
 * @param operation what it asks
 * @param authorization its credentials; never to be logged
 * @param print its fingerprint
 * @param form the form in which its body comes and its answer is to go, without which that of an earlier attempt would
 *     be the wrong one
 * @param envelope what stands around its inputs
 * @param inputs its inputs, all of them
 * @param store makes the place for its outcomes, should it be the first
 * @param starter makes runs of it
 * @param loop its event loop
 * @param home the same event loop, with nothing of the request in it: what lives there may outlive the request
 * @param requestedAt when it came
 * @param startedNanos the same by the monotonic clock
 */
public record Asked(
        Operation operation,
        String authorization,
        String print,
        String form,
        Envelope envelope,
        Inputs inputs,
        Supplier<AnswerStore> store,
        Starter starter,
        Executor loop,
        Executor home,
        Instant requestedAt,
        long startedNanos) {
    /** Makes runs of a batch. */
    @FunctionalInterface
    public interface Starter {
        /**
         * A run of {@code inputs}.
         *
         * @param store takes the outcomes
         * @param thread the event loop it lives on
         */
        Running run(InputSource inputs, AnswerStore store, Executor thread);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "Asked[" + operation + ", " + inputs.size() + " inputs]";
    }
}
