package dev.batchgateway.answer;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.dispatch.BatchResult;
import dev.batchgateway.dispatch.Spans;
import dev.batchgateway.json.JsonText;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of HubSpot's {@code BatchResponse} for a whole batch, made in pieces of about {@value #PIECE} bytes as they
 * are asked for: results in the caller's order, then errors by position, then the times. What is on disk is read back
 * a page at a time.
 */
public final class JsonAnswer implements Pieces {
    private static final int PIECE = 64 * 1024;
    /** What stands around results and errors. */
    private static final int LEAST_LENGTH = 1_024;
    /** Inputs looked at for one piece: with few errors among many inputs a piece may stay empty. */
    private static final int STEPS = 10_000;

    private static final String ERRORS = ",\"errors\":[";

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

    private final AnswerStore store;
    private final Spans spans;
    private final int inputs;
    private final boolean isMinimal;
    private final AnsweredInputs read;
    private final Instant requestedAt;
    private final Instant endedAt;
    private Part part = Part.HEAD;
    private int position;
    private int written;
    /** Where the bytes are that come next. */
    private long at;

    /** How many of them; 0 when it is not known yet what comes next. */
    private int left;

    private @Nullable Iterator<byte[]> missingIds;

    /**
     * @param read the batch's inputs
     * @param requestedAt when the gateway got the request, for when HubSpot gives no times
     * @param endedAt when the last answer came, for the same
     */
    public JsonAnswer(
            BatchResult result,
            AnswerStore store,
            boolean isMinimal,
            AnsweredInputs read,
            Instant requestedAt,
            Instant endedAt) {
        this.store = store;
        this.spans = result.spans();
        this.inputs = result.outcomes().inputs();
        this.isMinimal = isMinimal;
        this.read = read;
        this.requestedAt = requestedAt;
        this.endedAt = endedAt;
    }

    @Override
    public Uni<Buffer> next() {
        return part == Part.END ? Uni.createFrom().nullItem() : fill(new Piece(length()));
    }

    /** About how long the next piece will be. */
    private int length() {
        return (int) Math.min(PIECE + PIECE / 4, store.bytes().end() + LEAST_LENGTH);
    }

    @Override
    public void close() {
        store.close();
    }

    private Uni<Buffer> fill(Piece piece) {
        for (int steps = 0; steps < STEPS && part != Part.END && piece.length() < PIECE; steps++) {
            if (left > 0 && !store.bytes().isHere(at)) {
                return store.bytes().fetch(at).chain(() -> fill(piece));
            }
            step(piece);
        }
        return Uni.createFrom().item(piece.toBuffer());
    }

    private void step(Piece piece) {
        if (left > 0) {
            int appended = store.bytes().appendTo(piece, at, left);
            at += appended;
            left -= appended;
            return;
        }
        switch (part) {
            case HEAD -> {
                String state = spans.state().isEmpty() ? "COMPLETE" : spans.state();
                piece.append("{\"status\":" + JsonText.quote(state) + ",\"results\":[");
                go(isMinimal ? Part.ERRORS : Part.RESULTS);
                piece.append(isMinimal ? "]" : "");
            }
            case RESULTS -> {
                if (position < inputs) {
                    beginResults();
                } else {
                    piece.append("]");
                    go(Part.ERRORS);
                }
            }
            case ERRORS -> error(piece);
            case TAIL -> {
                piece.append(times());
                spans.others().values().forEach(other -> piece.append(",").append(other.toBytes()));
                piece.append("}");
                go(Part.END);
            }
            case END -> throw new IllegalStateException("The answer has ended");
        }
    }

    private void error(Piece piece) {
        HubSpotError missing = store.missingError();
        if (missingIds != null) {
            piece.append(missingIds.next());
            missingIds = missingIds.hasNext() ? missingIds : null;
        } else if (position == inputs) {
            piece.append(written > 0 ? "],\"numErrors\":" + written : "");
            go(Part.TAIL);
        } else if (missing != null && store.missing().nextSetBit(0) == position) {
            piece.append(written++ > 0 ? "," : ERRORS);
            missingIds = new MissingIds(missing, store.missing(), this::idAt);
            position++;
        } else {
            unlessMissing(piece);
        }
    }

    private void unlessMissing(Piece piece) {
        if (store.errors().isMarked(position)) {
            piece.append(written++ > 0 ? "," : ERRORS);
            piece.append(ErrorEntry.of(position, read.at(position), store.marked(position, read)));
        } else {
            beginError(piece);
        }
        position++;
    }

    private String idAt(int missing) {
        String id = read.at(missing).id();
        return id == null ? "" : id;
    }

    /** Goes on with the results of a position, and with those of the next ones as long as they stand behind them. */
    private void beginResults() {
        Ranges ranges = store.results();
        int first = position++;
        if (ranges.length(first) == 0) {
            return;
        }
        at = ranges.at(first);
        left = ranges.length(first);
        while (left < PIECE && position < inputs && ranges.at(position) == at + left && ranges.length(position) > 0) {
            left += ranges.length(position++);
        }
        if (written++ == 0) {
            // Each begins with a comma.
            at++;
            left--;
        }
    }

    /** Goes on with the error of a position, if it has one. */
    private void beginError(Piece piece) {
        int length = store.errors().length(position);
        if (length > 0) {
            piece.append(written++ > 0 ? "," : ERRORS);
            at = store.errors().at(position);
            left = length;
        }
    }

    private void go(Part following) {
        part = following;
        position = 0;
        written = 0;
    }

    private String times() {
        Instant requested = spans.requestedAt() == null ? requestedAt : spans.requestedAt();
        Instant started = spans.startedAt() == null ? requestedAt : spans.startedAt();
        Instant completed = spans.completedAt() == null ? endedAt : spans.completedAt();
        return ",\"requestedAt\":\"" + TIME.format(requested) + "\",\"startedAt\":\"" + TIME.format(started)
                + "\",\"completedAt\":\"" + TIME.format(completed) + "\"";
    }
}
