package dev.batchgateway.simulator;

import java.time.Instant;

/**
 * One input that was really written.
 *
 * @param call number of the call it came in
 * @param objectType type id such as {@code 0-1}; of an association both, {@code 0-1/0-2}
 * @param recordId id of the record written; of an association both, {@code 101->202}
 * @param created whether it made a new record
 * @param raw the input's bytes as received; empty if raw bodies are dropped
 * @param traceId its {@code objectWriteTraceId}; empty without one
 * @param fingerprint equal for inputs of one operation and type that differ at most in their trace ids
 */
public record WrittenInput(
        int call,
        HubSpotOperation operation,
        String objectType,
        String recordId,
        boolean created,
        String raw,
        String traceId,
        long fingerprint,
        Instant at) {}
