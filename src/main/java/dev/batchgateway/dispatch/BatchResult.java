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
        long retryAfterSeconds) {}
