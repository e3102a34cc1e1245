package dev.batchgateway.resume;

import dev.batchgateway.batch.Reason;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.BatchRun;
import io.smallrye.mutiny.Uni;
import java.util.function.Consumer;

/**
 * A run that is about to start.
 *
 * @param stop ends it before its time
 * @param result starts it when it is subscribed to, once
 */
public record Running(BatchRun run, Consumer<Reason> stop, Uni<BatchResult> result) {}
