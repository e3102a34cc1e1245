package dev.batchgateway.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1.1 message, with the little that a benchmark must know of it.
 *
 * @param firstLine the request line or the status line
 * @param contentLength 0 when there is none
 * @param isChunked whether the body comes in chunks
 */
record HttpHead(String firstLine, int contentLength, boolean isChunked) {
    /** Reads a head; null when there is no more to read. */
    static @Nullable HttpHead read(InputStream in) throws IOException {
        String firstLine = line(in);
        if (firstLine == null) {
            return null;
        }
        int contentLength = 0;
        boolean isChunked = false;
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                contentLength = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            isChunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        return new HttpHead(firstLine, contentLength, isChunked);
    }

    /** Reads the body and forgets it; answers its length. */
    long skipBody(InputStream in) throws IOException {
        if (!isChunked) {
            in.skipNBytes(contentLength);
            return contentLength;
        }
        long length = 0;
        for (int chunk = chunkLength(in); chunk > 0; chunk = chunkLength(in)) {
            in.skipNBytes(chunk + 2L);
            length += chunk;
        }
        line(in);
        return length;
    }

    private static int chunkLength(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            throw new EOFException("The body was cut");
        }
        return Integer.parseInt(line.strip(), 16);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        byte[] line = new byte[1024];
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line[length++] = (byte) b;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).strip();
    }
}
