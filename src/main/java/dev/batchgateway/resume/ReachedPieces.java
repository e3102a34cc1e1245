package dev.batchgateway.resume;

import dev.batchgateway.answer.Pieces;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Executor;

/** Pieces made on one event loop and taken on another. What they are read from stays open when they are closed. */
final class ReachedPieces implements Pieces {
    private final Pieces pieces;
    private final Executor there;
    private final Executor here;

    ReachedPieces(Pieces pieces, Executor there, Executor here) {
        this.pieces = pieces;
        this.there = there;
        this.here = here;
    }

    @Override
    public Uni<Buffer> next() {
        return there == here
                ? pieces.next()
                : Uni.createFrom()
                        .deferred(pieces::next)
                        .runSubscriptionOn(there)
                        .emitOn(here);
    }

    @Override
    public void close() {
        // A record's, which others may read, too.
    }
}
