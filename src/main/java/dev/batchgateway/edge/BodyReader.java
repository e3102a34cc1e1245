package dev.batchgateway.edge;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.connection.HangUp;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Slice;
import dev.batchgateway.room.Share;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole body while it arrives, buffer by buffer, so that a large one is parsed when it is complete and no event
 * loop was held for it; what it takes in memory is counted. The first thing that is wrong ends the reading; the rest of
 * the body is then thrown away as it comes, because most clients read no answer before they have sent everything.
 */
final class BodyReader {
    /** A caller's body, read. */
    record Body(Envelope envelope, Inputs inputs) {}

    /** Makes inputs of the bytes. Throws a {@link Refusal}, too, for what must not be there. */
    interface Parser {
        /** More bytes. They are not kept. */
        void arrived(Slice bytes) throws MalformedJson;

        /** There are no more. */
        Body ended() throws MalformedJson;

        /** About what is held of it in memory so far, in bytes. */
        long held();

        /** What that may come to with {@code count} more bytes, before they arrive. */
        default long heldWith(int count) {
            return held();
        }
    }

    private static final long STEP = 16 * 1024;
    /** An input of 256 bytes: what it costs beside them is a quarter of them. */
    private static final int USUAL_INPUT = 4 * Inputs.OVERHEAD_BYTES;

    private final HttpServerRequest request;
    private final EdgeConfig config;
    /** Null when the body is read or refused: what it holds is free while the batch runs, or the rest is thrown away. */
    private @Nullable Parser parser;

    private final Share share;
    private final long mostHeld;
    private final BodyIdle idle;
    private long counted;
    private long received;
    private boolean isOver;

    /**
     * @param counted bytes that {@code share} holds for it already, of {@code mostHeld} at the most
     * @param mostHeld what it may hold where there is nothing else; one that is more can never be taken
     * @param idle tells when it comes too slowly
     */
    BodyReader(
            HttpServerRequest request,
            EdgeConfig config,
            Parser parser,
            Share share,
            long counted,
            long mostHeld,
            BodyIdle idle) {
        this.request = request;
        this.config = config;
        this.parser = parser;
        this.share = share;
        this.counted = counted;
        this.mostHeld = mostHeld;
        this.idle = idle;
    }

    /**
     * About what a body of {@code length} bytes takes in memory, with what its inputs cost beside their bytes. It is
     * taken before a byte is read: of bodies that fit by their bytes alone, all would be refused half-way.
     *
     * @param overheadOfInput bytes
     */
    static long cost(long length, int overheadOfInput) {
        return length + length / USUAL_INPUT * overheadOfInput;
    }

    /**
     * The body; fails with a {@link Refusal} when it is not what it must be.
     *
     * @param endAtNanos when it must be there, by the clock of {@link BodyIdle}
     */
    Uni<Body> read(long endAtNanos) {
        return Uni.createFrom().emitter(emitter -> {
            request.handler(buffer -> arrived(buffer, emitter));
            request.endHandler(v -> ended(emitter));
            request.exceptionHandler(e -> fail(emitter, Refusal.badRequest("The body broke off")));
            idle.start(
                    () -> fail(emitter, idle.refusal(request)),
                    endAtNanos,
                    () -> fail(emitter, BodyIdle.late(config.deadline(), request)));
            request.resume();
        });
    }

    private void arrived(Buffer buffer, UniEmitter<? super Body> emitter) {
        received += buffer.length();
        idle.moved(buffer.length());
        if (isOver || parser == null) {
            discard();
            return;
        }
        if (received > config.maxBody()) {
            fail(emitter, Refusals.tooLarge(config.maxBody()));
            return;
        }
        try {
            count(parser.heldWith(buffer.length()));
            parser.arrived(ReceivedBytes.of(buffer));
            count(parser.held());
        } catch (MalformedJson e) {
            fail(emitter, malformed(e));
        } catch (Refusal e) {
            fail(emitter, e);
        }
    }

    private void count(long held) {
        if (held > mostHeld) {
            throw Refusals.neverFits(mostHeld);
        }
        if (held > counted) {
            // In steps: very many small bodies must not be counted byte by byte.
            long more = Math.min(Math.max(held - counted, STEP), mostHeld - counted);
            if (!share.take(more)) {
                throw Refusals.noRoom(share.isCallersBound(), "them");
            }
            counted += more;
        }
    }

    private void ended(UniEmitter<? super Body> emitter) {
        idle.end();
        Parser whole = parser;
        if (isOver || whole == null) {
            return;
        }
        Body body;
        try {
            body = whole.ended();
        } catch (MalformedJson e) {
            fail(emitter, malformed(e));
            return;
        } catch (Refusal e) {
            fail(emitter, e);
            return;
        }
        isOver = true;
        parser = null;
        emitter.complete(body);
    }

    private void fail(UniEmitter<? super Body> emitter, Refusal refusal) {
        if (!isOver) {
            isOver = true;
            idle.end();
            parser = null;
            // At once: in the time that its answer takes, others would be refused for want of it.
            share.give(counted);
            counted = 0;
            emitter.fail(refusal);
        }
    }

    /** What comes after the answer is given is read and forgotten, but not without end. */
    private void discard() {
        if (received > 2 * config.maxBody()) {
            HangUp.now(request);
        }
    }

    private static Refusal malformed(MalformedJson e) {
        Refusal refusal = Refusal.badRequest(
                        "Invalid input JSON at byte " + e.byteOffset() + ": " + e.getMessage() + ". Nothing was sent")
                .with("byteOffset", e.byteOffset());
        return e.position() < 0 ? refusal : refusal.with("position", e.position());
    }
}
