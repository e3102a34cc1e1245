package dev.batchgateway.spool;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.util.ArrayDeque;
import java.util.Deque;

/** The end of a file, as long as the disk does not have it: a row of blocks, the first of which is written next. */
final class Tail {
    /** Bytes of a block that is full. */
    static final int BLOCK = 256 << 10;

    private static final int FIRST_ROOM = 8 << 10;

    /** Bytes that grow: small ones by doubling, so that many files with little in them hold little. */
    private static final class Block {
        byte[] bytes;
        int length;

        Block(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final Spares spares;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private long begin;
    private long end;
    /** Whether the first block is being written, and must not change. */
    private boolean isFirstSealed;

    /** @param spares where full blocks come from and go to */
    Tail(Spares spares) {
        this.spares = spares;
    }

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
            Block last = blocks.peekLast();
            if (last == null || last.length == BLOCK || (isFirstSealed && blocks.size() == 1)) {
                last = new Block(room(bytes.length() - at));
                blocks.addLast(last);
            }
            int count = Math.min(BLOCK - last.length, bytes.length() - at);
            reserve(last, last.length + count);
            bytes.getBytes(at, at + count, last.bytes, last.length);
            last.length += count;
            at += count;
        }
        end += bytes.length();
    }

    private void reserve(Block block, int length) {
        if (length > block.bytes.length) {
            byte[] larger = room(Math.max(length, 2 * block.bytes.length));
            System.arraycopy(block.bytes, 0, larger, 0, block.length);
            block.bytes = larger;
        }
    }

    /** Memory for at least so many bytes, and at most a block's. */
    private byte[] room(int length) {
        return length > BLOCK / 2 ? spares.take() : new byte[Math.max(FIRST_ROOM, length)];
    }

    /** The first block, to be written where it {@link #begin}s; it stays until it {@link #isWritten}. */
    Buffer first() {
        isFirstSealed = true;
        Block first = blocks.element();
        return view(first.bytes, first.length);
    }

    /** The first {@code length} of {@code bytes}, which are not copied. */
    static Buffer view(byte[] bytes, int length) {
        return BufferImpl.buffer(Unpooled.wrappedBuffer(bytes, 0, length));
    }

    /** The disk has the first block; answers how long it was. */
    int isWritten() {
        isFirstSealed = false;
        Block first = blocks.remove();
        begin += first.length;
        spares.give(first.bytes);
        return first.length;
    }

    /** Copies what is between two places, not before its beginning, to the end of {@code target}. */
    void copy(long from, long to, Buffer target) {
        long at = begin;
        for (Block block : blocks) {
            if (at >= to) {
                return;
            }
            long next = at + block.length;
            if (next > from) {
                int start = (int) (Math.max(from, at) - at);
                target.appendBytes(block.bytes, start, (int) (Math.min(to, next) - at) - start);
            }
            at = next;
        }
    }

    /** Forgets everything; the next bytes go where they would have gone. No block is another's: one may be being written. */
    void clear() {
        blocks.clear();
        begin = end;
        isFirstSealed = false;
    }
}
