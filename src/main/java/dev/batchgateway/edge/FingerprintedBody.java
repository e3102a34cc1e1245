package dev.batchgateway.edge;

import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.resume.Fingerprint;
import io.vertx.core.buffer.Buffer;

/** A body whose fingerprint is taken while it is read. */
final class FingerprintedBody implements BodyReader.Parser {
    private final BodyReader.Parser parser;
    private final Fingerprint fingerprint;
    /** Buffers are mostly no larger, and are not copied into arrays of their own. */
    private final byte[] part = new byte[8 * 1024];

    FingerprintedBody(BodyReader.Parser parser, Fingerprint fingerprint) {
        this.parser = parser;
        this.fingerprint = fingerprint;
    }

    @Override
    public void arrived(Buffer buffer) throws MalformedJson {
        for (int done = 0; done < buffer.length(); done += part.length) {
            int length = Math.min(part.length, buffer.length() - done);
            buffer.getBytes(done, done + length, part);
            fingerprint.add(part, length);
        }
        parser.arrived(buffer);
    }

    @Override
    public BodyReader.Body ended() throws MalformedJson {
        return parser.ended();
    }

    @Override
    public int inputs() {
        return parser.inputs();
    }
}
