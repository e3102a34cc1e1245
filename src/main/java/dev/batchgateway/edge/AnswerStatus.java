package dev.batchgateway.edge;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.dispatch.BatchResult;
import org.jspecify.annotations.Nullable;

/** The HTTP status of an answer (DESIGN section 3.2). */
final class AnswerStatus {
    private static final int MULTI_STATUS = 207;
    private static final int OK = 200;

    private AnswerStatus() {}

    /** The status of a merged answer: HubSpot's own success where there are no errors, multi-status where there are. */
    static int of(BatchResult result) {
        Outcomes outcomes = result.outcomes();
        Operation operation = result.request().target().operation();
        boolean ownErrors = outcomes.unconfirmed() + outcomes.unsent() > 0;
        boolean errors = ownErrors || outcomes.rejected() + outcomes.noted() > 0;
        if (errors) {
            return operation == Operation.ASSOCIATION_DEFAULT && !ownErrors ? OK : MULTI_STATUS;
        }
        int success = result.spans().successStatus();
        return success == 0 ? operation.usualSuccess() : success;
    }

    /** Whether the answer is HubSpot's refusal itself: nothing succeeded, and every call was refused alike. */
    static boolean isCommonRefusal(BatchResult result) {
        Outcomes outcomes = result.outcomes();
        return result.common() != null && outcomes.succeeded() + outcomes.unconfirmed() == 0;
    }

    /** Whether nothing was sent for lack of an upstream, and so {@code first} was not. */
    static boolean isUnreached(BatchResult result, @Nullable Reason first) {
        Outcomes outcomes = result.outcomes();
        return outcomes.unsent() == outcomes.inputs()
                && (first == Reason.UPSTREAM_UNREACHABLE || first == Reason.UPSTREAM_UNTRUSTED);
    }
}
