package dev.batchgateway.edge;

import java.time.Duration;

/**
 * What bounds a caller's request.
 *
 * @param maxBody longest body of a batch that is read as a whole, in bytes
 * @param maxInputs most inputs of such a batch
 * @param maxLine longest line of an NDJSON body, in bytes
 * @param deadline longest time a batch answered in JSON may take from its head on, and a body that is read as a whole
 * @param stall longest time in which nothing of a stream moves, or nothing is taken of another answer
 * @param streamBytes most bytes of a stream's inputs that are open at once
 * @param idle longest time in which too little of a body comes that is read as a whole
 * @param passThrough whether every other HubSpot path is forwarded
 */
public record EdgeConfig(
        long maxBody,
        int maxInputs,
        int maxLine,
        Duration deadline,
        Duration stall,
        long streamBytes,
        Duration idle,
        boolean passThrough) {
    /** Refuses values out of range with a sentence that names the key. */
    public EdgeConfig {
        require(maxBody >= 1, "gateway.edge.max-body must be at least 1 byte, not " + maxBody);
        require(maxInputs >= 1, "gateway.edge.max-inputs must be at least 1, not " + maxInputs);
        require(maxLine >= 2, "gateway.edge.max-line must be at least 2 bytes, not " + maxLine);
        require(streamBytes >= 1, "gateway.edge.stream-bytes must be at least 1 byte, not " + streamBytes);
        require(
                stall.compareTo(Duration.ofSeconds(1)) >= 0,
                "gateway.edge.stall must be at least a second, not " + stall);
        require(!idle.isNegative() && !idle.isZero(), "gateway.edge.idle must be longer than nothing, not " + idle);
        require(
                !deadline.isNegative() && !deadline.isZero(),
                "gateway.edge.deadline must be longer than nothing, not " + deadline);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
