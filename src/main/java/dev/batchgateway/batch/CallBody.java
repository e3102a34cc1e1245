package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one HubSpot call: the caller's envelope around the chunk's inputs, each as it came but for its trace
 * id (see {@link Traces}).
 */
public final class CallBody {
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
            String given = traces.given(i);
            length += input.bytes().length();
            if (given != null) {
                length += input.traceAt() >= 0 ? given.length() + 2 - input.traceLength() : member(input, given).length;
            }
        }
        return Math.toIntExact(length);
    }

    private static int input(Input input, @Nullable String given, byte[] body, int at) {
        Slice bytes = input.bytes();
        if (given == null) {
            return bytes.copyTo(body, at);
        }
        if (input.traceAt() >= 0) {
            int afterHead = bytes.sub(0, input.traceAt()).copyTo(body, at);
            int afterTrace = put(("\"" + given + "\"").getBytes(StandardCharsets.UTF_8), body, afterHead);
            return bytes.sub(input.traceAt() + input.traceLength(), bytes.length())
                    .copyTo(body, afterTrace);
        }
        body[at] = '{';
        int afterMember = put(member(input, given), body, at + 1);
        return bytes.sub(1, bytes.length()).copyTo(body, afterMember);
    }

    private static byte[] member(Input input, String given) {
        String comma = isEmptyObject(input.bytes()) ? "" : ",";
        return ("\"objectWriteTraceId\":\"" + given + "\"" + comma).getBytes(StandardCharsets.UTF_8);
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
