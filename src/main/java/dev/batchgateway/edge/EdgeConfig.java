package dev.batchgateway.edge;

import java.time.Duration;

/**
 * What bounds a caller's request.
 *
 * @param maxBody longest JSON body, in bytes
 * @param maxInputs most inputs of a JSON batch
 * @param deadline longest time a JSON batch may take, from its last byte to its answer
 * @param passThrough whether every other HubSpot path is forwarded
 */
public record EdgeConfig(long maxBody, int maxInputs, Duration deadline, boolean passThrough) {
    /** Refuses values out of range with a sentence that names the key. */
    public EdgeConfig {
        require(maxBody >= 1, "gateway.edge.max-body must be at least 1 byte, not " + maxBody);
        require(maxInputs >= 1, "gateway.edge.max-inputs must be at least 1, not " + maxInputs);
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
