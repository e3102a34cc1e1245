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
public record EdgeConfig(long maxBody, int maxInputs, Duration deadline, boolean passThrough) {}
