package dev.batchgateway.simulator;

/** What a batch read answers when none of its ids exists (API-FACTS 3.5). */
public enum NothingFound {
    /** 207 with empty results and one error that lists the ids. */
    MULTI_STATUS,
    /** 404 for the call. */
    WHOLE_CALL_404
}
