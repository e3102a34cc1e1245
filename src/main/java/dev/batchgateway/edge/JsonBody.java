package dev.batchgateway.edge;

import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Slice;
import java.util.Set;

/** HubSpot's own body, {@code inputs} inside an envelope. */
final class JsonBody implements BodyReader.Parser {
    private final Operation operation;
    private final InputSink sink;
    private final EnvelopeScanner scanner;

    /** @param contentLength the body's length, not positive when it is not known */
    JsonBody(Operation operation, long contentLength, int maxInputs) {
        this.operation = operation;
        this.sink = new InputSink(maxInputs);
        this.scanner = new EnvelopeScanner(Set.of(InputSink.INPUTS), Math.max(0, contentLength), sink);
    }

    @Override
    public void arrived(Slice bytes) throws MalformedJson {
        scanner.take(bytes);
    }

    @Override
    public BodyReader.Body ended() throws MalformedJson {
        scanner.end();
        return new BodyReader.Body(sink.envelope(operation), sink.inputs());
    }

    @Override
    public long held() {
        return scanner.held() + overhead();
    }

    @Override
    public long heldWith(int count) {
        return scanner.heldWith(count) + overhead();
    }

    private long overhead() {
        return (long) sink.count() * Inputs.OVERHEAD_BYTES;
    }
}
