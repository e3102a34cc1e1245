package dev.batchgateway.tracing;

import dev.batchgateway.batch.Reason;
import dev.batchgateway.dispatch.AttemptSpan;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchSpan;
import org.jspecify.annotations.Nullable;

/** One request for a batch, followed. It ends once, in one of two ways; the attempts are those of its own run. */
public interface RequestSpan extends BatchSpan {
    /** Nobody follows it. */
    RequestSpan NONE = new RequestSpan() {
        @Override
        public AttemptSpan attempt(int inputs, int number) {
            return AttemptSpan.NONE;
        }

        @Override
        public void ended(Batch batch, int status) {}

        @Override
        public void refused(int status, String category) {}

        @Override
        public String traceId() {
            return "";
        }

        @Override
        public String spanId() {
            return "";
        }
    };

    /**
     * How a batch went.
     *
     * @param form in which it came in and goes out, {@code json/json} for example
     * @param stopped why the gateway stopped it, if it did
     * @param isJoined whether another request's run had its attempts, or most of them: this one asked for the same again
     */
    record Batch(BatchResult result, String form, @Nullable Reason stopped, boolean isJoined) {}

    /**
     * The batch has ended.
     *
     * @param status of its answer
     */
    void ended(Batch batch, int status);

    /**
     * It was refused as a whole, its caller left before anything was sent, or it has met a bug.
     *
     * @param status of the answer, or what it would have been
     * @param category of the error
     */
    void refused(int status, String category);

    /** The trace it is part of, 32 hexadecimal digits; empty when nobody follows it. */
    String traceId();

    /** It itself, 16 hexadecimal digits; empty when nobody follows it. */
    String spanId();
}
