package dev.batchgateway.hubspot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes an answer's bytes over in one copy. They are all there when they are asked for, so that their number is known;
 * {@code readAllBytes} goes by 8 KiB at a time and puts the pieces together at the end.
 */
final class ReplyBytes {
    private ReplyBytes() {}

    /** All bytes of {@code stream}, also if it says that there are fewer or more. */
    static byte[] of(InputStream stream) throws IOException {
        byte[] bytes = new byte[stream.available()];
        int count = stream.readNBytes(bytes, 0, bytes.length);
        int next = stream.read();
        if (count == bytes.length && next < 0) {
            return bytes;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, count);
        if (next >= 0) {
            all.write(next);
            stream.transferTo(all);
        }
        return all.toByteArray();
    }
}
