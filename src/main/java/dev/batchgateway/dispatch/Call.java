package dev.batchgateway.dispatch;

import dev.batchgateway.batch.Target;

/**
 * One call to HubSpot.
 *
 * @param target where to
 * @param authorization the {@code Authorization} header to send; never to be logged
 * @param body the JSON body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Call(Target target, String authorization, byte[] body) {
    /** Without the credentials and the body. */
    @Override
    public String toString() {
        return "Call[" + target.path() + ", " + body.length + " bytes]";
    }
}
