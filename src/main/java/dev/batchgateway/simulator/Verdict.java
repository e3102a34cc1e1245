package dev.batchgateway.simulator;

/** What is to become of one input of a write. */
sealed interface Verdict {

    /** It can be written. */
    record Good() implements Verdict {}

    /** It is wrong. */
    record Refused(Problem problem) implements Verdict {}

    /** The record to write to does not exist. */
    record Missing(String id) implements Verdict {}

    /** It is neither written nor mentioned: its id was merged into another (API-FACTS 3.5). */
    record Omitted() implements Verdict {}
}
