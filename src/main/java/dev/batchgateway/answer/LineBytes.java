package dev.batchgateway.answer;

import dev.batchgateway.batch.Result;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of lines that are being put together. Nothing is kept of what was taken: there may be hundreds of streams, most
 * of which wait for something.
 */
final class LineBytes {
    private static final int FIRST = 1024;
    /** Somewhat more than a piece of an answer: what is expected of the next, though the last had a line of a megabyte. */
    private static final int MOST_EXPECTED = 72 * 1024;

    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int length;
    /** As long as those before, and an eighth: most pieces are alike. */
    private int expected = FIRST;

    int length() {
        return length;
    }

    LineBytes put(byte[] more) {
        return put(more, 0, more.length);
    }

    /** Text of characters that stand in JSON as they are. */
    LineBytes put(String ascii) {
        return put(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** JSON that HubSpot sent: it may be spread over lines, which a line must not be. */
    void putOnOneLine(Result json) {
        int from = length;
        json.appendTo(this::put);
        unbreak(from);
    }

    /** The same. */
    void putOnOneLine(byte[] json) {
        int from = length;
        put(json);
        unbreak(from);
    }

    private void unbreak(int from) {
        for (int i = from; i < length; i++) {
            // Inside a string neither may stand as it is, so these are blanks between values.
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
    }

    /** All of them; there are none left. */
    Buffer take() {
        // A piece may wait for its caller: with more than a fourth of air it is copied.
        byte[] whole = length < bytes.length / 4 * 3 ? Arrays.copyOf(bytes, length) : bytes;
        Buffer taken = BufferImpl.buffer(Unpooled.wrappedBuffer(whole, 0, length));
        expected = Math.max(FIRST, Math.min(MOST_EXPECTED, length + length / 8));
        bytes = NONE;
        length = 0;
        return taken;
    }

    private LineBytes put(byte[] more, int offset, int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(expected, Math.max(2 * bytes.length, length + count)));
        }
        System.arraycopy(more, offset, bytes, length, count);
        length += count;
        return this;
    }
}
