package dev.batchgateway.edge;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * An answer's body that is made or fetched while it is written: {@link StreamedWriter} asks for the next piece when
 * the caller has taken the ones before.
 *
 * @param pieces the body, with back-pressure; its failure cuts the connection, so that nobody takes half an answer
 *     for a whole one
 * @param firstWaits whether the first piece may wait for the second, because both are there: an answer of one piece
 *     then has a length
 * @param over told once whether everything was written, as far as this side can see
 */
public record Streamed(Multi<Buffer> pieces, boolean firstWaits, Consumer<Boolean> over) {
    Streamed(Multi<Buffer> pieces, boolean firstWaits) {
        this(pieces, firstWaits, isWritten -> {});
    }
}
