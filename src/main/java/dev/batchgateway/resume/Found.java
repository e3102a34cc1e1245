package dev.batchgateway.resume;

/** What became of a request that was marked as sent again, or has an {@code Idempotency-Key}. */
public enum Found {
    /** No record: it is served like any other. */
    NOTHING,
    /** A batch that has not ended: it gets the same answer. */
    RUNNING,
    /** One that has ended: it gets what is settled, and the rest is sent. */
    ENDED,
    /** A create whose outcomes were not kept for lack of room: refused. */
    NOT_KEPT,
    /** A key that was used for another request: refused. */
    KEY_REUSED,
    /** A batch whose answer has another form ({@code Prefer}, {@code Content-Type}): refused. */
    OTHER_FORM,
    /** A record of another gateway: refused. */
    ELSEWHERE,
    /** A create, with nobody to say whether another gateway has a record: refused. */
    UNKNOWN
}
