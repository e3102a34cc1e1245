package dev.batchgateway.edge;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.MalformedJson;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * Reads a JSON body while it arrives, buffer by buffer, so that a large one is parsed when it is complete and no event
 * loop was held for it. The first thing that is wrong ends the reading; the rest of the body is then thrown away as it
 * comes, because most clients read no answer before they have sent everything.
 */
final class BodyReader {
    /** What a caller can do whose batch is too large. */
    static final String OTHERWISE =
            "; send it in several batches, or as application/x-ndjson to a gateway that takes it. Nothing was sent";

    /** A caller's body, read. */
    record Body(Envelope envelope, Inputs inputs) {}

    private final HttpServerRequest request;
    private final Operation operation;
    private final EdgeConfig config;
    private final InputSink sink;
    private final EnvelopeScanner scanner;
    private long received;
    private boolean isOver;

    BodyReader(HttpServerRequest request, long contentLength, Operation operation, EdgeConfig config) {
        this.request = request;
        this.operation = operation;
        this.config = config;
        this.sink = new InputSink(config.maxInputs());
        this.scanner = new EnvelopeScanner(Set.of(InputSink.INPUTS), Math.max(0, contentLength), sink);
    }

    /** The body; fails with a {@link Refusal} when it is not what it must be. */
    Uni<Body> read() {
        return Uni.createFrom().emitter(emitter -> {
            request.handler(buffer -> arrived(buffer, emitter));
            request.endHandler(v -> ended(emitter));
            request.exceptionHandler(e -> fail(emitter, Refusal.badRequest("The body broke off")));
            request.resume();
        });
    }

    private void arrived(Buffer buffer, UniEmitter<? super Body> emitter) {
        received += buffer.length();
        if (isOver) {
            discard();
            return;
        }
        if (received > config.maxBody()) {
            fail(emitter, tooLarge(config.maxBody()));
            return;
        }
        byte[] room = scanner.room(buffer.length());
        buffer.getBytes(0, buffer.length(), room, scanner.roomAt());
        try {
            scanner.filled(buffer.length());
        } catch (MalformedJson e) {
            fail(emitter, malformed(e));
        } catch (Refusal e) {
            fail(emitter, e);
        }
    }

    private void ended(UniEmitter<? super Body> emitter) {
        if (isOver) {
            return;
        }
        try {
            scanner.end();
            emitter.complete(new Body(sink.envelope(operation), sink.inputs()));
        } catch (MalformedJson e) {
            emitter.fail(malformed(e));
        } catch (Refusal e) {
            emitter.fail(e);
        }
        isOver = true;
    }

    private void fail(UniEmitter<? super Body> emitter, Refusal refusal) {
        if (!isOver) {
            isOver = true;
            emitter.fail(refusal);
        }
    }

    /** What comes after the answer is given is read and forgotten, but not without end. */
    private void discard() {
        if (received > 2 * config.maxBody()) {
            request.connection().close();
        }
    }

    static Refusal tooLarge(long maxBody) {
        return new Refusal(413, "VALIDATION_ERROR", "A JSON body has at most " + maxBody + " bytes here" + OTHERWISE)
                .with("maxBody", maxBody);
    }

    private static Refusal malformed(MalformedJson e) {
        Refusal refusal = Refusal.badRequest(
                        "Invalid input JSON at byte " + e.byteOffset() + ": " + e.getMessage() + ". Nothing was sent")
                .with("byteOffset", e.byteOffset());
        return e.position() < 0 ? refusal : refusal.with("position", e.position());
    }
}
