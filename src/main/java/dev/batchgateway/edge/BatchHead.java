package dev.batchgateway.edge;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.Caller;
import dev.batchgateway.resume.Resend;
import dev.batchgateway.room.Share;
import io.vertx.core.Context;
import java.time.Instant;

/**
 * What is known of a batch when its head was read.
 *
 * @param lineEnvelope what stands around its inputs, if they come in lines
 * @param share counts what it holds in memory
 * @param body that share, as long as its request or its run uses it
 * @param form in which it comes in and goes out, {@code json/json} for example
 * @param loop its event loop
 * @param leave gives its place among the batches back; more than once does no harm
 * @param requestedAt when it came
 * @param startedNanos the same by the monotonic clock
 */
record BatchHead(
        Target target,
        Envelope lineEnvelope,
        Caller caller,
        Preferences preferences,
        Resend resend,
        Share share,
        HeldBody body,
        BatchLine line,
        String form,
        Context loop,
        Runnable leave,
        Instant requestedAt,
        long startedNanos) {
    InputReader reader(Envelope envelope) {
        return new InputReader(target.operation(), envelope);
    }

    /** Who may have the outcomes: with the gateway's own token all callers have the same one. */
    String credentials() {
        return caller.authorization() + '\0' + caller.identity();
    }

    void onLoop(Runnable task) {
        loop.runOnContext(v -> task.run());
    }

    /** How it went, with {@code result}, by that time. */
    BatchLine.Ran ran(BatchResult result, long nowNanos) {
        return new BatchLine.Ran(result, form, nowNanos - startedNanos);
    }
}
