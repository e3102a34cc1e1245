package dev.batchgateway.answer;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.OutcomeSink;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Result;
import dev.batchgateway.room.Share;
import dev.batchgateway.spool.SpoolFile;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes a JSON answer: of each position its results and its error, as bytes, in the order in which they come.
 * They are counted, and past what there is room for they are on disk. Confined to one event loop.
 */
public final class AnswerStore implements OutcomeSink {
    /** About what one error costs that is kept for those that may follow. */
    private static final long KEPT_ERROR_BYTES = 1_500;

    /** What an empty one costs, with all that belongs to it. */
    private static final long LEAST_HELD = 2_048;

    /** In {@link #errors} of a position that is no input. */
    private static final int NO_INPUT = Integer.MAX_VALUE;

    private static final byte[] COMMA = ",".getBytes(StandardCharsets.US_ASCII);

    private final Operation operation;
    private final boolean withResults;
    private final Share share;
    private final SpoolFile file;
    private final Pressure pressure;
    private AnswerBytes bytes;
    private Ranges results;
    private Ranges errors;
    /** The errors of these are made when they leave, and so are those of what is no input. */
    private UnsentOutcomes unsent = new UnsentOutcomes();

    private MissingInputs missing;
    /** Of those that equal inputs may follow. */
    private Map<Integer, Outcome> kept = new HashMap<>();

    private @Nullable Reason firstUnsent;
    private long placeCounted;
    private boolean isClosed;

    /**
     * @param inputs number of the batch's inputs
     * @param withResults whether results are wanted ({@code return=minimal} says no)
     * @param share where memory is counted
     * @param file where bytes go for which there is no memory
     */
    public AnswerStore(Operation operation, int inputs, boolean withResults, Share share, SpoolFile file) {
        this.operation = operation;
        this.withResults = withResults;
        this.share = share;
        this.file = file;
        this.pressure = new Pressure(file);
        this.missing = new MissingInputs(operation);
        this.bytes = new AnswerBytes(share, file);
        this.results = new Ranges(inputs);
        this.errors = new Ranges(inputs);
    }

    /**
     * Tells the batch when to pause.
     *
     * @param full there is no room for more answers; runs once
     * @param busy the disk cannot follow; no more calls should be made
     * @param free it has caught up
     */
    public void onPressure(Runnable full, Runnable busy, Runnable free) {
        pressure.on(full, busy, free);
    }

    /** No batch runs that would have to pause. */
    public void withoutPressure() {
        pressure.off();
    }

    @Override
    public void settled(int position, Supplier<Input> input, Outcome outcome) {
        if (isClosed) {
            return;
        }
        if (outcome instanceof Outcome.Succeeded success) {
            if (withResults && !success.results().isEmpty()) {
                putResults(position, success.results());
            }
            if (!success.notes().isEmpty()) {
                putAndKeep(position, input.get(), outcome);
            }
        } else if (outcome instanceof Outcome.Unsent) {
            errors.mark(position, unsent.numberOf(outcome));
        } else if (!missing.take(position, outcome)) {
            putAndKeep(position, input.get(), outcome);
        }
        if (position == 0) {
            firstUnsent = outcome instanceof Outcome.Unsent notSent ? notSent.reason() : null;
        }
        lookForRoom();
    }

    @Override
    public void follows(int position, Supplier<Input> input, int leader) {
        if (isClosed) {
            return;
        }
        results.same(position, leader);
        if (errors.isMarked(leader)) {
            errors.same(position, leader);
        }
        Outcome outcome = kept.get(leader);
        if (outcome != null) {
            putError(position, ErrorEntry.of(position, input.get(), outcome));
        } else {
            missing.follow(position, leader);
        }
        lookForRoom();
    }

    /** The input at {@code position}, which ended without a result, is open again. */
    public void reopen(int position) {
        errors.put(position, 0, 0);
        kept.remove(position);
    }

    /** Whether nothing has been put in yet. */
    public boolean isEmpty() {
        return bytes.end() == 0
                && results.isEmpty()
                && errors.isEmpty()
                && missing.positions().isEmpty();
    }

    /** About what it holds, in memory or on disk, in bytes. */
    public long bytesHeld() {
        return placeBytes() + Math.max(share.bytes() - placeCounted, bytes.end());
    }

    private long placeBytes() {
        return LEAST_HELD + results.bytesHeld() + errors.bytesHeld();
    }

    /**
     * It is kept though its batch is over: what it knows of each position, which was counted with the body, is counted
     * here from now on. Answers about what it holds, in memory or on disk, in bytes.
     */
    public long keep() {
        bytes.forgetReadBack();
        long held = bytesHeld();
        long more = placeBytes() - placeCounted;
        share.force(more);
        placeCounted += more;
        return held;
    }

    /** Why the first input was not sent; null when it was. */
    public @Nullable Reason firstUnsent() {
        return firstUnsent;
    }

    /** The answer was written, or nobody wants it any more: it holds nothing, and nothing can be read from it. */
    public void close() {
        isClosed = true;
        file.close();
        share.close();
        bytes = new AnswerBytes(share, file);
        results = new Ranges(0);
        errors = new Ranges(0);
        unsent = new UnsentOutcomes();
        missing = new MissingInputs(operation);
        kept = new HashMap<>(0);
        withoutPressure();
    }

    AnswerBytes bytes() {
        requireOpen();
        return bytes;
    }

    Ranges results() {
        requireOpen();
        return results;
    }

    Ranges errors() {
        requireOpen();
        return errors;
    }

    /** An answer read from what is gone would look whole, and be empty. */
    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("The answer was forgotten while it was read");
        }
    }

    /** How the input at {@code position} ended that is marked in {@link #errors}. */
    Outcome marked(int position, AnsweredInputs inputs) {
        long number = errors.at(position);
        return number == NO_INPUT ? inputs.refused(position) : unsent.at(number);
    }

    /** Positions whose ids HubSpot does not know: they share one entry of its answer. */
    BitSet missing() {
        return missing.positions();
    }

    /** HubSpot's words for {@link #missing}; null when there are none. */
    @Nullable
    HubSpotError missingError() {
        return missing.error();
    }

    private void putAndKeep(int position, Input input, Outcome outcome) {
        if (Inputs.isNone(input)) {
            // There may be as many as the body has bytes, and all of them may end at once.
            errors.mark(position, NO_INPUT);
            return;
        }
        putError(position, ErrorEntry.of(position, input, outcome));
        // What has no key is followed by nobody.
        if (operation.asksOnce() && input.key() != null) {
            keep(position, outcome);
        }
    }

    private void keep(int position, Outcome outcome) {
        kept.put(position, CompactOutcome.of(outcome));
        if (!share.take(KEPT_ERROR_BYTES)) {
            share.force(KEPT_ERROR_BYTES);
            pressure.full();
        }
    }

    /** With a comma before each, so that results of positions in a row that were put in so can leave in one run. */
    private void putResults(int position, List<Result> all) {
        long at = bytes.end();
        for (Result result : all) {
            bytes.put(COMMA);
            result.appendTo(bytes);
        }
        results.put(position, at, Math.toIntExact(bytes.end() - at));
    }

    private void putError(int position, byte[] entry) {
        long at = bytes.end();
        bytes.put(entry);
        errors.put(position, at, entry.length);
    }

    private void lookForRoom() {
        if (bytes.isFull()) {
            pressure.full();
        } else {
            pressure.look();
        }
    }
}
