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

    private final List<ByteBuf> parts = new ArrayList<>();
    private @Nullable ByteBuf copied;
    private int length;

    int length() {
        return length;
    }

    /** {@code bytes}, copied. */
    Piece append(byte[] bytes) {
        open().writeBytes(bytes);
        length += bytes.length;
        return this;
    }

    /** The UTF-8 bytes of {@code text}. */
    Piece append(String text) {
        return text.isEmpty() ? this : append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code count} bytes of {@code array}, which must not change any more, from {@code from} on. */
    void append(byte[] array, int from, int count) {
        if (count < LONG_RUN) {
            open().writeBytes(array, from, count);
        } else {
            close();
            parts.add(Unpooled.wrappedBuffer(array, from, count));
        }
        length += count;
    }

    /** {@code count} bytes of {@code other} from {@code from} on, copied. */
    void append(Buffer other, int from, int count) {
        append(other.getBytes(from, from + count), 0, count);
    }

    /** All of it; nothing is appended any more. */
    Buffer toBuffer() {
        close();
        return BufferImpl.buffer(Unpooled.wrappedBuffer(Math.max(1, parts.size()), parts.toArray(ByteBuf[]::new)));
    }

    private ByteBuf open() {
        if (copied == null) {
            copied = Unpooled.buffer(FIRST);
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
