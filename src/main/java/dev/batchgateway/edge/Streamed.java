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
 * @param mustMove whether a caller who takes nothing of it for {@code gateway.edge.stall} is cut off by its writer
 * @param over told once whether everything was written, as far as this side can see
 */
public record Streamed(Multi<Buffer> pieces, boolean firstWaits, boolean mustMove, Consumer<Boolean> over) {
    /** A JSON answer, which is there as a whole. */
    static Streamed json(Multi<Buffer> pieces, Consumer<Boolean> over) {
        return new Streamed(pieces, true, true, over);
    }

    /** Lines as they are made. {@link StreamedBatch} cuts them off: their caller may still be sending. */
    static Streamed lines(Multi<Buffer> pieces) {
        return new Streamed(pieces, false, false, isWritten -> {});
    }

    /** HubSpot's answer as it comes. */
    static Streamed passedOn(Multi<Buffer> pieces) {
        return new Streamed(pieces, false, true, isWritten -> {});
    }
}
