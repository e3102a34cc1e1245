package dev.batchgateway.resume;

import dev.batchgateway.answer.AnswerStore;
import dev.batchgateway.answer.Pieces;
import dev.batchgateway.dispatch.BatchResult;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a request for a batch gets. */
public sealed interface Ended {
    /**
     * The outcomes of all its inputs. {@link #over} must be called once.
     *
     * @param result how the batch ended
     * @param store its results and errors; it is not the listener's to close
     * @param requestedAt when its first request came
     * @param endedAt when its last input was settled
     * @param totalNanos from the one to the other
     * @param reach makes pieces read from {@code store} come to this request's event loop
     * @param onOver told whether the answer was written to its end
     */
    record Settled(
            BatchResult result,
            AnswerStore store,
            Instant requestedAt,
            Instant endedAt,
            long totalNanos,
            UnaryOperator<Pieces> reach,
            Consumer<Boolean> onOver)
            implements Ended {
        /** Whether the caller has the answer; more than once does no harm, the first time counts. From any thread. */
        public void over(boolean isWritten) {
            onOver.accept(isWritten);
        }
    }

    /**
     * It is refused; nothing of it was sent.
     *
     * @param why one of the refusals of {@link Found}
     */
    record Denied(Found why) implements Ended {}
}
