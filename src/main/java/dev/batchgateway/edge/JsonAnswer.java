package dev.batchgateway.edge;

import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.Spans;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.Slice;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The body of HubSpot's {@code BatchResponse} for a whole batch, made in pieces of about {@value #PIECE} bytes as they
 * are asked for: results in the caller's order, then errors by position, then the times.
 */
final class JsonAnswer implements Iterator<Buffer> {
    private static final int PIECE = 64 * 1024;
    /** Inputs looked at for one piece: with few errors among many inputs a piece may stay empty. */
    private static final int STEPS = 10_000;

    /** HubSpot's form, always with milliseconds. Not a pattern: that loads locale data on the first answer. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private enum Part {
        HEAD,
        RESULTS,
        ERRORS,
        TAIL,
        END
    }

    private final Outcomes outcomes;
    private final Spans spans;
    private final boolean withResults;
    private final AnswerErrors errors;
    private final Instant requestedAt;
    private final Instant endedAt;
    private Part part = Part.HEAD;
    private int position;
    private int written;
    private @Nullable Iterator<byte[]> entry;

    /**
     * @param withResults whether results are wanted ({@code return=minimal} says no)
     * @param requestedAt when the gateway got the request, for when HubSpot gives no times
     * @param endedAt when the last answer came, for the same
     */
    JsonAnswer(BatchResult result, boolean withResults, Instant requestedAt, Instant endedAt) {
        var request = result.request();
        var operation = request.target().operation();
        InputReader reader = new InputReader(operation, request.envelope());
        this.outcomes = result.outcomes();
        this.spans = result.spans();
        this.withResults = withResults;
        this.errors = new AnswerErrors(operation, request.inputs(), reader, outcomes);
        this.requestedAt = requestedAt;
        this.endedAt = endedAt;
    }

    @Override
    public boolean hasNext() {
        return part != Part.END;
    }

    @Override
    public Buffer next() {
        if (part == Part.END) {
            throw new NoSuchElementException();
        }
        Buffer piece = Buffer.buffer(PIECE / 4);
        for (int steps = 0; steps < STEPS && part != Part.END && piece.length() < PIECE; steps++) {
            step(piece);
        }
        return piece;
    }

    private void step(Buffer piece) {
        switch (part) {
            case HEAD -> {
                String state = spans.state().isEmpty() ? "COMPLETE" : spans.state();
                text(piece, "{\"status\":" + JsonText.quote(state) + ",\"results\":[");
                next(Part.RESULTS);
            }
            case RESULTS -> {
                if (withResults && position < outcomes.inputs()) {
                    results(piece, outcomes.get(position++));
                } else {
                    text(piece, "]");
                    next(Part.ERRORS);
                }
            }
            case ERRORS -> {
                if (entry != null) {
                    entry = goOn(entry, piece);
                } else if (position < outcomes.inputs()) {
                    entry = begin(errors.at(position++), piece);
                } else {
                    text(piece, written > 0 ? "],\"numErrors\":" + written : "");
                    next(Part.TAIL);
                }
            }
            case TAIL -> {
                text(piece, times());
                spans.others().values().forEach(other -> slice(piece.appendByte((byte) ','), other));
                text(piece, "}");
                next(Part.END);
            }
            case END -> throw new IllegalStateException("The answer has ended");
        }
    }

    private void next(Part following) {
        part = following;
        position = 0;
        written = 0;
    }

    private void results(Buffer piece, @Nullable Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded success) {
            for (Slice result : success.results()) {
                if (written++ > 0) {
                    piece.appendByte((byte) ',');
                }
                slice(piece, result);
            }
        }
    }

    private @Nullable Iterator<byte[]> begin(@Nullable Iterator<byte[]> found, Buffer piece) {
        if (found != null) {
            text(piece, written++ > 0 ? "," : ",\"errors\":[");
        }
        return found;
    }

    private static @Nullable Iterator<byte[]> goOn(Iterator<byte[]> entry, Buffer piece) {
        piece.appendBytes(entry.next());
        return entry.hasNext() ? entry : null;
    }

    private String times() {
        Instant requested = spans.requestedAt() == null ? requestedAt : spans.requestedAt();
        Instant started = spans.startedAt() == null ? requestedAt : spans.startedAt();
        Instant completed = spans.completedAt() == null ? endedAt : spans.completedAt();
        return ",\"requestedAt\":\"" + TIME.format(requested) + "\",\"startedAt\":\"" + TIME.format(started)
                + "\",\"completedAt\":\"" + TIME.format(completed) + "\"";
    }

    private static void text(Buffer piece, String text) {
        piece.appendBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void slice(Buffer piece, Slice slice) {
        slice.appendTo(piece::appendBytes);
    }
}
