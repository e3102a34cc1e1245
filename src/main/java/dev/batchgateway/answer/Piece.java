package dev.batchgateway.answer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes of an answer that leave together: long runs as they stand in memory, and what is between them copied. */
final class Piece {
    /** A run that is shorter is copied: that is less work than one part more. */
    private static final int LONG_RUN = 2 * 1024;

    private static final int FIRST = 1024;

    private final int expected;
    private final List<ByteBuf> parts = new ArrayList<>();
    private @Nullable ByteBuf copied;
    private int length;

    /** @param expected about how many bytes it will have, if it is all short runs */
    Piece(int expected) {
        this.expected = expected;
    }

    int length() {
        return length;
    }

    /** {@code bytes}, copied. */
    Piece append(byte[] bytes) {
        open(bytes.length).writeBytes(bytes);
        length += bytes.length;
        return this;
    }

    /** The UTF-8 bytes of {@code text}. */
    Piece append(String text) {
        return text.isEmpty() ? this : append(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@code count} bytes of {@code array} from {@code from} on, which must not change any more if it was lent.
     *
     * @return whether it was lent, and not copied
     */
    boolean append(byte[] array, int from, int count) {
        length += count;
        if (count < LONG_RUN) {
            open(count).writeBytes(array, from, count);
            return false;
        }
        close();
        parts.add(Unpooled.wrappedBuffer(array, from, count));
        return true;
    }

    /** {@code count} bytes of {@code other} from {@code from} on, copied. */
    void append(Buffer other, int from, int count) {
        boolean unused = append(other.getBytes(from, from + count), 0, count);
    }

    /** All of it; nothing is appended any more. */
    Buffer toBuffer() {
        close();
        return BufferImpl.buffer(Unpooled.wrappedBuffer(Math.max(1, parts.size()), parts.toArray(ByteBuf[]::new)));
    }

    /** A buffer that grows is copied: it does so once, unless the piece is longer than expected. */
    private ByteBuf open(int more) {
        if (copied == null) {
            copied = Unpooled.buffer(FIRST);
        }
        if (copied.writableBytes() < more && copied.capacity() < expected) {
            copied.capacity(expected);
        }
        return copied;
    }

    private void close() {
        if (copied != null) {
            parts.add(copied);
            copied = null;
        }
    }
}
