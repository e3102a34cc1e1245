package dev.batchgateway.edge;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * HubSpot's answer to a call that is passed on, from its head on. Its connection may end before anybody asks for the body, and
 * Vert.x tells of that only once: whoever asks later would wait for ever. Confined to the event loop of the call.
 */
final class PassedBody {
    private final HttpClientResponse in;
    private final Future<Void> end;
    private @Nullable Throwable brokenOff;

    /** @param in whose head has just come, on its event loop; nothing of its body is read before it is asked for */
    PassedBody(HttpClientResponse in) {
        this.in = in.pause().exceptionHandler(failure -> brokenOff = failure);
        this.end = in.end();
    }

    /** The answer with its head. */
    HttpClientResponse head() {
        return in;
    }

    /** The body, with back-pressure; fails when it broke off, and be it before it was asked for. */
    Multi<Buffer> pieces() {
        return Multi.createFrom()
                .deferred(() -> brokenOff == null
                        ? MultiHelper.toMulti(in)
                        : Multi.createFrom().failure(brokenOff));
    }

    /**
     * Nobody reads it any more, so its connection is closed, unless all of it has come, though not all was read; that is no
     * failure worth a line in the log.
     */
    void abandon() {
        if (!end.isComplete()) {
            in.exceptionHandler(e -> {}).request().reset();
        }
    }
}
