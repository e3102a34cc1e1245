package dev.batchgateway.spool;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One batch's file: bytes put behind one another, told apart by where they begin, from 0. Every method is called on its
 * event loop, and every callback comes there.
 *
 * <p>Small appends are written together, 256 KiB at a time; less is written when somebody waits for it, or when all
 * files together keep more than 4 MiB in memory. One write is under way at a time, beside one to what was given back.
 */
public final class SpoolFile {
    /** What is on disk and was read is given back when it is worth the opening of another file. */
    private static final long LEAST_GIVEN_BACK = 1 << 20;

    /** Bytes that may wait for the disk: two blocks, and a part of one where many files have some. */
    private static final long MOST_UNWRITTEN = 512 * 1024;

    private static final long MOST_UNWRITTEN_OF_MANY = 32 * 1024;

    private record Waiting(long most, Runnable task) {}

    private final Spool spool;
    private final Context loop;
    private final Tail tail;
    private List<Waiting> waiting = new ArrayList<>();
    private @Nullable Disk disk;
    /** What the spool's bound has given to this file. */
    private long taken;

    private boolean isWriting;
    private boolean hasFailed;
    private boolean isClosed;

    SpoolFile(Spool spool, Context loop) {
        this.spool = spool;
        this.loop = loop;
        this.tail = new Tail(spool.spares());
    }

    /**
     * Puts bytes behind what is there; they are copied. Bytes accepted are never lost: until the disk has them they
     * are in memory, and if the disk fails they stay there to the end.
     *
     * @return where they begin; -1, and nothing was taken, when the process' bound leaves no room for all of them, the
     *     disk has failed, or this is closed
     */
    public long append(Buffer bytes) {
        if (isClosed || hasFailed || !spool.take(bytes.length())) {
            return -1;
        }
        taken += bytes.length();
        long at = tail.end();
        tail.append(bytes);
        writeIfDue();
        return at;
    }

    /** The same for an array, which is the caller's again at once. */
    public long append(byte[] bytes) {
        return append(Tail.view(bytes, bytes.length));
    }

    /**
     * The {@code length} bytes from {@code offset} on, from memory or disk. They must have been accepted and not been
     * given back. Fails if the disk can no longer be read, or if this is closed before they are there.
     */
    @CheckReturnValue
    public Uni<Buffer> read(long offset, int length) {
        return Uni.createFrom().emitter(emitter -> read(offset, offset + length, emitter));
    }

    private void read(long from, long to, UniEmitter<? super Buffer> emitter) {
        long onDiskTo = Math.min(to, tail.begin());
        if (isClosed || from < 0 || from > to || to > tail.end() || (from < onDiskTo && isGivenBack(from))) {
            emitter.fail(new IllegalStateException("There are no bytes " + from + " to " + to + " in this spool file"
                    + (isClosed ? ", which is closed" : ", which ends at " + tail.end())));
            return;
        }
        Buffer inMemory = Buffer.buffer();
        tail.copy(Math.max(from, tail.begin()), to, inMemory);
        Disk now = disk;
        if (from >= onDiskTo || now == null) {
            emitter.complete(inMemory);
            return;
        }
        now.read(from, onDiskTo, Buffer.buffer((int) (to - from)))
                .onSuccess(bytes -> emitter.complete(bytes.appendBuffer(inMemory)))
                .onFailure(emitter::fail);
    }

    private boolean isGivenBack(long at) {
        return disk == null || at < disk.begin();
    }

    /** Bytes accepted that the disk does not have yet; whoever appends stops past {@link #mostUnwritten}. */
    public long unwritten() {
        return tail.length();
    }

    /** How many of them there should be: fewer while all files together keep much in memory, because the disk is slow. */
    public long mostUnwritten() {
        return spool.isCrowded() ? MOST_UNWRITTEN_OF_MANY : MOST_UNWRITTEN;
    }

    /**
     * Runs {@code task} once, when no more than {@code most} bytes are unwritten: at once if that is so. Also runs it
     * when the disk {@linkplain #hasFailed has failed}, since they would never be fewer; not any more after
     * {@link #close}.
     */
    public void whenWritten(long most, Runnable task) {
        if (tail.length() <= most || hasFailed) {
            task.run();
            return;
        }
        waiting.add(new Waiting(most, task));
        writeIfDue();
    }

    /** Whether the disk has refused some of its bytes: it takes no more, and what the disk does not have stays. */
    public boolean hasFailed() {
        return hasFailed;
    }

    /**
     * Everything before {@code offset} was read and will not be read again. Frees memory and disk once that is all
     * there is; to give back a part would need another file for it, so nothing happens before.
     */
    public void readUpTo(long offset) {
        if (isClosed || offset < tail.end() || (disk != null && !hasFailed && taken < LEAST_GIVEN_BACK)) {
            return;
        }
        giveBack();
        wake();
    }

    /** Ends it: what it holds is forgotten, and its room is given back once the disk has it back. */
    public void close() {
        if (!isClosed) {
            isClosed = true;
            waiting.clear();
            giveBack();
        }
    }

    private void giveBack() {
        if (!hasFailed) {
            spool.settled(tail.length());
        }
        tail.clear();
        isWriting = false;
        long back = taken;
        taken = 0;
        Disk last = disk;
        disk = null;
        if (last == null) {
            spool.give(back);
        } else {
            last.close().onComplete(closed -> spool.give(back));
        }
    }

    private void writeIfDue() {
        if (isWriting || hasFailed || isClosed || !isDue()) {
            return;
        }
        isWriting = true;
        Disk target = disk;
        if (target == null) {
            target = new Disk(spool.create(loop), tail.begin());
            disk = target;
        }
        Disk writing = target;
        writing.write(tail.first(), tail.begin()).onComplete(written -> wrote(writing, written));
    }

    private boolean isDue() {
        long length = tail.length();
        if (length == 0 || length >= Tail.BLOCK) {
            return length > 0;
        }
        return spool.isCrowded() || waiting.stream().anyMatch(waiter -> waiter.most() < length);
    }

    private void wrote(Disk target, AsyncResult<Void> written) {
        if (target != disk) {
            // Given back meanwhile.
            return;
        }
        isWriting = false;
        if (written.succeeded()) {
            spool.worked();
            spool.settled(tail.isWritten());
        } else {
            hasFailed = true;
            spool.failed(written.cause());
            spool.settled(tail.length());
        }
        wake();
        writeIfDue();
    }

    private void wake() {
        List<Waiting> before = waiting;
        waiting = new ArrayList<>();
        for (Waiting waiter : before) {
            if (isClosed) {
                return;
            }
            whenWritten(waiter.most(), waiter.task());
        }
    }
}
