package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one HubSpot call: the caller's envelope around the chunk's inputs, each as it came but for its trace
 * id (see {@link Traces}).
 */
public final class CallBody {
    private static final byte[] NAME = "\"objectWriteTraceId\":".getBytes(StandardCharsets.US_ASCII);

    private CallBody() {}

    /** The body of a call for {@code chunk}. */
    public static byte[] of(Envelope envelope, Chunk chunk, Traces traces) {
        byte[] body = new byte[length(envelope, chunk, traces)];
        int at = put(envelope.head(), body, 0);
        for (int i = 0; i < chunk.size(); i++) {
            if (i > 0) {
                body[at++] = ',';
            }
            at = input(chunk.inputs().get(i), traces.given(i), body, at);
        }
        at = put(envelope.tail(), body, at);
        if (at != body.length) {
            throw new IllegalStateException("A body of " + body.length + " bytes was filled with " + at);
        }
        return body;
    }

    private static int length(Envelope envelope, Chunk chunk, Traces traces) {
        long length = envelope.length() + chunk.size() - 1L;
        for (int i = 0; i < chunk.size(); i++) {
            Input input = chunk.inputs().get(i);
            byte[] given = traces.given(i);
            length += input.bytes().length();
            if (given != null) {
                length += given.length + (input.traceAt() >= 0 ? -input.traceLength() : NAME.length + commas(input));
            }
        }
        return Math.toIntExact(length);
    }

    private static int input(Input input, byte @Nullable [] given, byte[] body, int at) {
        Slice bytes = input.bytes();
        if (given == null) {
            return bytes.copyTo(body, at);
        }
        if (input.traceAt() >= 0) {
            int afterHead = bytes.sub(0, input.traceAt()).copyTo(body, at);
            int afterTrace = put(given, body, afterHead);
            return bytes.sub(input.traceAt() + input.traceLength(), bytes.length())
                    .copyTo(body, afterTrace);
        }
        body[at] = '{';
        int afterMember = put(given, body, put(NAME, body, at + 1));
        if (commas(input) > 0) {
            body[afterMember++] = ',';
        }
        return bytes.sub(1, bytes.length()).copyTo(body, afterMember);
    }

    /** How many stand between a member put in at the start and what is there. */
    private static int commas(Input input) {
        return isEmptyObject(input.bytes()) ? 0 : 1;
    }

    private static boolean isEmptyObject(Slice object) {
        for (int i = 1; i < object.length(); i++) {
            if (object.at(i) == '}') {
                return true;
            }
            if (object.at(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    private static int put(byte[] part, byte[] body, int at) {
        System.arraycopy(part, 0, body, at, part.length);
        return at + part.length;
    }
}
