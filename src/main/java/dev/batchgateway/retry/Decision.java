package dev.batchgateway.retry;

import dev.batchgateway.batch.Reason;

/** What to do with the inputs of a call after one attempt. */
public sealed interface Decision {
    /** Take HubSpot's answer apart, input by input. */
    record Match() implements Decision {}

    /** Send inputs with the ids it names apart from each other, in order. */
    record SendApart() implements Decision {}

    /** Remember the bound HubSpot named, and send in calls of that size. */
    record LearnAndSplit() implements Decision {}

    /** Send in two halves by bytes; an input that stands alone is rejected. */
    record HalveByBytes() implements Decision {}

    /** Every input is rejected with HubSpot's error. */
    record RejectAll() implements Decision {}

    /** Find the inputs that are at fault. */
    record NarrowDown() implements Decision {}

    /** Nothing more of this batch is sent; these inputs and the rest are unsent. */
    record StopBatch(Reason reason) implements Decision {}

    /**
     * Send again.
     *
     * @param delayNanos not before so long from now
     * @param counts whether it counts against the attempts
     * @param halved whether in two halves
     */
    record SendAgain(long delayNanos, boolean counts, boolean halved) implements Decision {}

    /** The inputs are unsent. */
    record LeaveUnsent(Reason reason) implements Decision {}

    /** The inputs are unconfirmed. */
    record LeaveUnconfirmed(Reason reason) implements Decision {}

    /** The inputs have succeeded: an archive repeated in doubt finds nothing left to archive. */
    record Confirm() implements Decision {}
}
