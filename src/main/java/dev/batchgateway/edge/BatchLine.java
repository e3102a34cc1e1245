package dev.batchgateway.edge;

import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchSpan;
import dev.batchgateway.tracing.RequestSpan;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * The log's line for one request for a batch: one, however the request ends, and with it the end of its span.
 * Thread-safe, because a batch that was sent again may run on another event loop than its request's.
 */
final class BatchLine {
    /** Of a request whose caller had left when it ended: what nginx calls it. */
    private static final int NOBODY_THERE = 499;

    private final BatchLog log;
    private final String requestId;
    private final Target target;
    private @Nullable Reason stopped;
    private RequestSpan span = RequestSpan.NONE;
    private boolean hasRun;
    private boolean hasLeft;
    private boolean isWritten;
    /** What is written if the caller leaves after the run and before the answer. */
    private @Nullable Runnable ifLeft;

    /**
     * How a batch went.
     *
     * @param form in which it came in and goes out, {@code json/json} for example
     * @param totalNanos how long it took
     */
    record Ran(BatchResult result, String form, long totalNanos) {}

    BatchLine(BatchLog log, String requestId, Target target) {
        this.log = log;
        this.requestId = requestId;
        this.target = target;
    }

    /** From here on it is followed. */
    synchronized void follow(RequestSpan begun) {
        span = begun;
    }

    /** A run of this request's has begun, and will tell how it ends. One that joins another request's has none. */
    synchronized void runs() {
        hasRun = true;
    }

    /** The gateway has told it to stop; the first time counts. */
    synchronized void stopped(Reason reason) {
        if (stopped == null) {
            stopped = reason;
        }
    }

    /** Its run has ended. What is said of it is said with the answer, unless nobody waits for that. */
    synchronized void ran(Ran ran) {
        unlessLeft(() -> ended(ran, NOBODY_THERE, stopped, false, ""));
    }

    /** Its run has met a bug. Who still waits gets that as an answer. */
    synchronized void broke(Throwable bug) {
        unlessLeft(() -> broken(bug));
    }

    private void unlessLeft(Runnable line) {
        if (hasLeft) {
            write(line);
        } else {
            ifLeft = line;
        }
    }

    /** The caller has left and gets no answer. */
    synchronized void left() {
        hasLeft = true;
        stopped(Reason.CALLER_LEFT);
        if (ifLeft != null) {
            write(ifLeft);
        } else if (!hasRun) {
            write(() -> refused(NOBODY_THERE, Reason.CALLER_LEFT.name(), ""));
        }
    }

    /** It is answered. */
    synchronized void answered(Ran ran, Response answer) {
        write(() -> ended(ran, answer.getStatus(), stopped, !hasRun, EdgeErrors.correlationId(answer)));
    }

    /** Its answer in lines has come to its end. */
    synchronized void streamed(Ran ran, @Nullable Reason why) {
        write(() -> ended(ran, Response.Status.OK.getStatusCode(), why, false, ""));
    }

    /** Its answer in lines was cut by a bug. */
    synchronized void cut(Throwable bug) {
        write(() -> broken(bug));
    }

    /** It is refused as a whole, with {@code answer}. */
    synchronized void refused(Throwable failure, Response answer) {
        write(() ->
                refused(answer.getStatus(), EdgeErrors.refusal(failure).category(), EdgeErrors.correlationId(answer)));
    }

    private void ended(Ran ran, int status, @Nullable Reason why, boolean isJoined, String correlationId) {
        span.ended(new RequestSpan.Batch(ran.result(), ran.form(), why, isJoined), status);
        log.ended(ids(), ran, status, why, correlationId);
    }

    private void refused(int status, String category, String correlationId) {
        span.refused(status, category);
        log.refused(ids(), target, status, category, correlationId);
    }

    private void broken(Throwable bug) {
        Refusal refusal = EdgeErrors.refusal(bug);
        span.refused(refusal.status(), refusal.category());
        log.broken(ids(), target, bug);
    }

    private BatchLog.Ids ids() {
        return new BatchLog.Ids(requestId, span.traceId(), span.spanId());
    }

    String requestId() {
        return requestId;
    }

    /** Is told of the attempts of its run. */
    synchronized BatchSpan span() {
        return span;
    }

    private void write(Runnable line) {
        ifLeft = null;
        if (!isWritten) {
            isWritten = true;
            line.run();
        }
    }
}
