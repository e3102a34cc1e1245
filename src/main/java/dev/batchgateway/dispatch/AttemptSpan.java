package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Reply;
import dev.batchgateway.retry.Decision;
import dev.batchgateway.retry.ReplyKind;
import org.jspecify.annotations.Nullable;

/** The port to whoever follows one attempt. Called on the batch's event loop; must not block, wait or throw. */
public interface AttemptSpan {
    /** Nobody follows it. */
    AttemptSpan NONE = new AttemptSpan() {
        @Override
        public @Nullable String traceparent() {
            return null;
        }

        @Override
        public void ended(ReplyKind kind, Reply reply, Decision decision) {}

        @Override
        public void abandoned() {}
    };

    /** The {@code traceparent} header (W3C <i>Trace Context</i>) that goes with the call; null for none. */
    @Nullable
    String traceparent();

    /** It has ended with {@code reply}, and {@code decision} is what follows. */
    void ended(ReplyKind kind, Reply reply, Decision decision);

    /** Nothing follows from it any more: its batch has met a bug. Does nothing when it has ended already. */
    void abandoned();
}
