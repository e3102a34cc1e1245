package dev.batchgateway.resume;

import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchRun;
import io.smallrye.mutiny.Uni;

/**
 * A run that is about to start.
 *
 * @param result starts it when it is subscribed to, once
 */
public record Running(BatchRun run, Uni<BatchResult> result) {}
