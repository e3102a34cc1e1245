package dev.batchgateway.answer;

import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.OutcomeSink;
import dev.batchgateway.batch.Result;
import dev.batchgateway.room.Share;
import dev.batchgateway.spool.SpoolFile;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an NDJSON answer (DESIGN section 3.3) on their way to a caller who may be slow: a queue of pieces, those
 * for which there is no room in memory on disk. Confined to one event loop.
 */
public final class LineAnswer implements OutcomeSink, Pieces {
    private static final int PIECE = 64 * 1024;

    /** In memory, or on disk from there on. */
    private record Piece(@Nullable Buffer bytes, long onDiskAt, int length) {}

    private final boolean withResults;
    private final int mostInMemory;
    private final Share share;
    private final SpoolFile file;
    private final Executor loop;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final LineBytes lines = new LineBytes();
    private Runnable onTaken = () -> {};
    private @Nullable UniEmitter<? super Buffer> waiting;
    private boolean isFlushPlanned;
    private boolean isSpooling;
    private boolean isFull;
    private boolean hasEnded;
    private @Nullable Throwable failure;
    private boolean isClosed;
    private long inMemory;
    private long onDisk;

    /**
     * @param withResults whether results are wanted ({@code return=minimal} says no)
     * @param mostInMemory bytes of lines that wait in memory before others go to disk, where they may
     * @param share where memory is counted
     * @param file where lines go for which there is no memory
     * @param loop runs tasks on the event loop
     */
    public LineAnswer(boolean withResults, int mostInMemory, Share share, SpoolFile file, Executor loop) {
        this.withResults = withResults;
        this.mostInMemory = mostInMemory;
        this.share = share;
        this.file = file;
        this.loop = loop;
    }

    /** {@code task} runs whenever the caller has taken a piece. */
    public void onTaken(Runnable task) {
        onTaken = task;
    }

    /** Whether lines past those that may wait in memory go to disk from now on. */
    public void spool(boolean on) {
        isSpooling = on;
    }

    /** Whether they do. */
    public boolean isSpooling() {
        return isSpooling;
    }

    /** Bytes of lines that the caller has not taken; none when nobody takes them any more. */
    public long waitingBytes() {
        return isClosed ? 0 : inMemory + onDisk + lines.length();
    }

    /** Bytes that wait for the disk; none when it has failed, since it will never have them. */
    public long unwritten() {
        return file.hasFailed() ? 0 : file.unwritten();
    }

    /** How many bytes should wait for the disk at the most, before no more calls are made. */
    public long mostUnwritten() {
        return file.mostUnwritten();
    }

    /** Runs {@code task} once, when no more than {@code most} bytes wait for the disk, or it has failed. */
    public void whenWritten(long most, Runnable task) {
        file.whenWritten(most, task);
    }

    /**
     * Whether there is no more room, neither in memory nor on disk, or the disk has failed. What comes all the same is
     * kept.
     */
    public boolean isFull() {
        return isFull || file.hasFailed();
    }

    /** Whether nobody takes lines any more. */
    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public void settled(int position, Supplier<Input> input, Outcome outcome) {
        if (isClosed) {
            return;
        }
        lines.put("{\"position\":").put(Integer.toString(position)).put(",\"outcome\":\"");
        if (outcome instanceof Outcome.Succeeded success) {
            succeeded(position, input, success);
        } else {
            String word = outcome instanceof Outcome.Rejected
                    ? "rejected"
                    : outcome instanceof Outcome.Unconfirmed ? "unconfirmed" : "unsent";
            lines.put(word).put("\",\"error\":");
            lines.putOnOneLine(ErrorEntry.of(position, input.get(), outcome));
        }
        lines.put("}\n");
        came();
    }

    private void succeeded(int position, Supplier<Input> input, Outcome.Succeeded success) {
        lines.put(success.paired() ? "succeeded\"" : "succeeded\",\"paired\":false");
        List<Result> results = success.results();
        if (withResults && !results.isEmpty()) {
            for (int i = 0; i < results.size(); i++) {
                lines.put(i == 0 ? ",\"results\":[" : ",");
                lines.putOnOneLine(results.get(i));
            }
            lines.put("]");
        }
        if (!success.notes().isEmpty()) {
            lines.put(",\"errors\":[");
            lines.putOnOneLine(ErrorEntry.of(position, input.get(), success));
            lines.put("]");
        }
    }

    @Override
    public void follows(int position, Supplier<Input> input, int leader) {
        throw new IllegalStateException("In a stream, an input ends with the one it follows");
    }

    /** The last line. */
    public void end(byte[] summary) {
        lines.put(summary).put("\n");
        hasEnded = true;
        came();
    }

    /** There will be no last line: who takes lines learns that they were cut. */
    public void fail(Throwable bug) {
        failure = bug;
        serve();
    }

    @Override
    public Uni<Buffer> next() {
        return Uni.createFrom().emitter(emitter -> {
            waiting = emitter;
            serve();
        });
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            pieces.clear();
            // Not all of the share: its batch may still hold inputs that are on their way.
            share.give(inMemory);
            inMemory = 0;
            file.close();
            onTaken.run();
        }
    }

    private void came() {
        if (lines.length() >= PIECE) {
            seal();
        }
        if (waiting != null && !isFlushPlanned) {
            // The others of the same call come in the same step, and should go in the same piece.
            isFlushPlanned = true;
            loop.execute(() -> {
                isFlushPlanned = false;
                serve();
            });
        }
    }

    private void seal() {
        int length = lines.length();
        boolean mayStay = !isSpooling || inMemory + length <= mostInMemory;
        Buffer bytes = lines.take();
        if (!(mayStay && share.take(length))) {
            long at = file.append(bytes);
            if (at >= 0) {
                onDisk += length;
                pieces.add(new Piece(null, at, length));
                return;
            }
            isFull = true;
            share.force(length);
        }
        inMemory += length;
        pieces.add(new Piece(bytes, -1, length));
    }

    /** Gives whoever waits the next piece, if there is one. */
    private void serve() {
        UniEmitter<? super Buffer> taker = waiting;
        if (taker == null || isClosed) {
            return;
        }
        Piece next = pieces.poll();
        if (next == null && lines.length() == 0) {
            if (failure != null) {
                waiting = null;
                taker.fail(failure);
            } else if (hasEnded) {
                waiting = null;
                taker.complete(null);
            }
            return;
        }
        waiting = null;
        if (next == null) {
            taker.complete(lines.take());
        } else if (next.bytes != null) {
            inMemory -= next.length;
            share.give(next.length);
            taker.complete(next.bytes);
        } else {
            onDisk -= next.length;
            file.read(next.onDiskAt, next.length)
                    .invoke(bytes -> file.readUpTo(next.onDiskAt + next.length))
                    .subscribe()
                    .with(taker::complete, taker::fail);
        }
        onTaken.run();
    }
}
