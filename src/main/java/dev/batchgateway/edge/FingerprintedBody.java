package dev.batchgateway.edge;

import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Slice;
import dev.batchgateway.resume.Fingerprint;

/** A body whose fingerprint is taken while it is read. */
final class FingerprintedBody implements BodyReader.Parser {
    private final BodyReader.Parser parser;
    private final Fingerprint fingerprint;

    FingerprintedBody(BodyReader.Parser parser, Fingerprint fingerprint) {
        this.parser = parser;
        this.fingerprint = fingerprint;
    }

    @Override
    public void arrived(Slice bytes) throws MalformedJson {
        bytes.appendTo(fingerprint::add);
        parser.arrived(bytes);
    }

    @Override
    public BodyReader.Body ended() throws MalformedJson {
        return parser.ended();
    }

    @Override
    public long held() {
        return parser.held();
    }

    @Override
    public long heldWith(int count) {
        return parser.heldWith(count);
    }
}
