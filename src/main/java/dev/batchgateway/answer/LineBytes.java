package dev.batchgateway.answer;

import dev.batchgateway.batch.Result;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of lines that are being put together. */
final class LineBytes {
    private static final int FIRST = 1024;
    /** Twice a piece of an answer. What a long line took is not kept for the next: nobody counts it. */
    static final int MOST_KEPT = 128 * 1024;

    private byte[] bytes = {};
    private int length;

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
        Buffer taken = Buffer.buffer(Arrays.copyOf(bytes, length));
        length = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[0];
        }
        return taken;
    }

    /** Bytes it takes up, whatever there is in it. */
    int kept() {
        return bytes.length;
    }

    private LineBytes put(byte[] more, int offset, int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST, Math.max(2 * bytes.length, length + count)));
        }
        System.arraycopy(more, offset, bytes, length, count);
        length += count;
        return this;
    }
}
