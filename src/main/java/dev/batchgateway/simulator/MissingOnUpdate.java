package dev.batchgateway.simulator;

/** What an update does about an id that does not exist; people have seen all of these (API-FACTS 3.5). */
public enum MissingOnUpdate {
    /** 207: an error with {@code context.ids} and, if the input had one, its trace id. */
    MULTI_STATUS,
    /** The whole call is refused with 400, nothing is written, and no id is named. */
    WHOLE_CALL_400,
    /** The same with 404. */
    WHOLE_CALL_404,
    /** 200: no result and no error. */
    OMITTED
}
