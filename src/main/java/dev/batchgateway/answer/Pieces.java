package dev.batchgateway.answer;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** A body that is asked for piece by piece, on one event loop. */
public interface Pieces {
    /** The next piece, when there is one; null at the end. Asked for again only when it has come. */
    @CheckReturnValue
    Uni<Buffer> next();

    /** Nobody asks for more: the end was reached, or the caller has left. More than once does no harm. */
    void close();
}
