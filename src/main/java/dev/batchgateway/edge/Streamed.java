package dev.batchgateway.edge;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * An answer's body that is made or fetched while it is written: {@link StreamedWriter} asks for the next piece when
 * the caller has taken the ones before.
 *
 * @param pieces the body, with back-pressure; its failure cuts the connection, so that nobody takes half an answer
 *     for a whole one
 */
public record Streamed(Multi<Buffer> pieces) {}
