package dev.batchgateway.spool;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The end of a file, as long as the disk does not have it: a row of blocks, the first of which is written next. */
final class Tail {
    /** Bytes of a block that is full. */
    static final int BLOCK = 256 << 10;

    private static final int FIRST_ROOM = 8 << 10;

    private final Deque<Buffer> blocks = new ArrayDeque<>();
    private long begin;
    private long end;
    /** Whether the first block is being written, and must not change. */
    private boolean isFirstSealed;

    /** Where it begins: the disk has what is before. */
    long begin() {
        return begin;
    }

    /** Where the next bytes go. */
    long end() {
        return end;
    }

    long length() {
        return end - begin;
    }

    /** Copies the bytes, so that small ones are written together, and the caller's buffer is its own again. */
    void append(Buffer bytes) {
        for (int at = 0; at < bytes.length(); ) {
            Buffer last = blocks.peekLast();
            if (last == null || last.length() == BLOCK || (isFirstSealed && blocks.size() == 1)) {
                last = Buffer.buffer(Math.min(BLOCK, Math.max(FIRST_ROOM, bytes.length() - at)));
                blocks.addLast(last);
            }
            int count = Math.min(BLOCK - last.length(), bytes.length() - at);
            last.appendBuffer(bytes, at, count);
            at += count;
        }
        end += bytes.length();
    }

    /** The first block, to be written where it {@link #begin}s; it stays until it {@link #isWritten}. */
    Buffer first() {
        isFirstSealed = true;
        return blocks.element();
    }

    /** The disk has the first block; answers how long it was. */
    int isWritten() {
        isFirstSealed = false;
        int length = blocks.remove().length();
        begin += length;
        return length;
    }

    /** Copies what is between two places, not before its beginning, to the end of {@code target}. */
    void copy(long from, long to, Buffer target) {
        long at = begin;
        for (Buffer block : blocks) {
            if (at >= to) {
                return;
            }
            long next = at + block.length();
            if (next > from) {
                int start = (int) (Math.max(from, at) - at);
                target.appendBuffer(block, start, (int) (Math.min(to, next) - at) - start);
            }
            at = next;
        }
    }

    /** Forgets everything; the next bytes go where they would have gone. */
    void clear() {
        blocks.clear();
        begin = end;
        isFirstSealed = false;
    }
}
