package dev.batchgateway.dispatch;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Whether HubSpot has refused every call of a batch alike, so that the caller may be given that very refusal (DESIGN
 * section 3.2, status).
 */
final class Verdict {
    private Reply.@Nullable Refused first;
    private boolean isMixed;

    /** A call ended for good in something that is no refusal. */
    void other() {
        isMixed = true;
    }

    /** A call was refused for good. */
    void refused(Reply.Refused refused) {
        if (first == null) {
            first = refused;
        } else if (!isAlike(first, refused)) {
            isMixed = true;
        }
    }

    /** The refusal that all calls got; null when they did not all get one. */
    Reply.@Nullable Refused common() {
        return isMixed ? null : first;
    }

    private static boolean isAlike(Reply.Refused one, Reply.Refused other) {
        HubSpotError a = one.error();
        HubSpotError b = other.error();
        return one.status() == other.status() && (a == null ? b == null : b != null && a.isWordedLike(b));
    }
}
