package dev.batchgateway.spool;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import java.io.EOFException;

/** A file that is there or is being made, and what of it the disk has. Confined to its event loop. */
final class Disk {
    private final Future<AsyncFile> opened;
    private final long begin;

    /** @param begin the place of the file's first byte */
    Disk(Future<AsyncFile> opened, long begin) {
        this.opened = opened;
        this.begin = begin;
    }

    Future<Void> write(Buffer block, long at) {
        return opened.compose(file -> file.write(block, at - begin));
    }

    /** Reads what is between two places to the end of {@code target}, piece by piece. */
    Future<Buffer> read(long from, long to, Buffer target) {
        int length = (int) Math.min(Tail.BLOCK, to - from);
        int before = target.length();
        return opened.compose(file -> file.read(target, before, from - begin, length))
                .compose(more -> {
                    if (target.length() != before + length) {
                        return Future.failedFuture(new EOFException("A spool file ends at "
                                + (from + target.length() - before) + ", before what was written to it"));
                    }
                    return from + length == to ? Future.succeededFuture(target) : read(from + length, to, target);
                });
    }

    /** The place of the first byte it has. */
    long begin() {
        return begin;
    }

    /** Closes it when what is being written has been; the disk has its room back when this is complete. */
    Future<Void> close() {
        return opened.compose(AsyncFile::close);
    }
}
