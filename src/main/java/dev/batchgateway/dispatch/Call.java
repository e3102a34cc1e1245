package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Target;
import org.jspecify.annotations.Nullable;

/**
 * One call to HubSpot.
 *
 * @param target where to
 * @param authorization the {@code Authorization} header to send; never to be logged
 * @param traceparent the header by which it is part of a trace; null when nobody follows it
 * @param body the JSON body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Call(
        Target target, String authorization, @Nullable String traceparent, byte[] body) {
    /** Without the credentials and the body. */
    @Override
    public String toString() {
        return "Call[" + target.path() + ", " + body.length + " bytes]";
    }
}
