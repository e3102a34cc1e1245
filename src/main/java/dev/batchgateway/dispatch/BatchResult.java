package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reply;
import org.jspecify.annotations.Nullable;

/**
 * How a batch ended.
 *
 * @param request the batch
 * @param outcomes one for every input; proven complete
 * @param spans what its calls' answers say together
 * @param common HubSpot's refusal, if all its calls were refused alike; null otherwise
 * @param calls HubSpot calls made
 * @param retries those that sent inputs for the second time or later
 * @param waitedNanos how long permits were waited for, added up
 * @param hubSpotNanos how long calls were under way, added up
 * @param retryAfterSeconds how long HubSpot asked to wait when it stopped the batch; -1 when it did not
 */
public record BatchResult(
        BatchRequest request,
        Outcomes outcomes,
        Spans spans,
        Reply.@Nullable Refused common,
        int calls,
        int retries,
        long waitedNanos,
        long hubSpotNanos,
        long retryAfterSeconds) {
    /** The same without the batch's bytes. */
    public BatchResult withoutInputs() {
        return new BatchResult(
                request.withoutInputs(),
                outcomes.withoutInputs(request.target().operation()),
                spans,
                common,
                calls,
                retries,
                waitedNanos,
                hubSpotNanos,
                retryAfterSeconds);
    }

    /**
     * How the batch ended of which this run sent what {@code earlier} had left.
     *
     * @param isShared whether anything stays as the earlier run has settled it
     */
    public BatchResult after(BatchResult earlier, boolean isShared) {
        return new BatchResult(
                request,
                outcomes,
                spans.after(earlier.spans),
                isShared ? null : common,
                earlier.calls + calls,
                earlier.retries + retries,
                earlier.waitedNanos + waitedNanos,
                earlier.hubSpotNanos + hubSpotNanos,
                retryAfterSeconds);
    }
}
