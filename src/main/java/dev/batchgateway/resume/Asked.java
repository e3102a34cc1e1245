package dev.batchgateway.resume;

import dev.batchgateway.answer.AnswerStore;
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
 * @param inputs its inputs, all of them
 * @param store makes the place for its outcomes, should it be the first
 * @param starter makes runs of it
 * @param loop its event loop
 * @param requestedAt when it came
 * @param startedNanos the same by the monotonic clock
 */
public record Asked(
        Operation operation,
        String authorization,
        String print,
        Inputs inputs,
        Supplier<AnswerStore> store,
        Starter starter,
        Executor loop,
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
