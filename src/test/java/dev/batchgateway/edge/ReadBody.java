package dev.batchgateway.edge;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.testing.Handed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;

/**
 * What our readers make of a JSON body: its inputs as each operation reads them, or a refusal.
 *
 * @param refusal what is said, where, and at which position; empty for a body that is taken
 * @param byteOffset the byte that the refusal names; -1 when it names none
 * @param batches by operation; empty for a body that is refused
 */
record ReadBody(String refusal, long byteOffset, Map<Operation, BatchRead> batches) {
    /** Fewer than a real gateway takes, so that small bodies reach it. */
    static final int MOST_INPUTS = 12;

    private static final Set<String> ARRAYS = Set.of(InputSink.INPUTS);

    /** One operation's view of the body. */
    record BatchRead(Envelope envelope, List<Input> inputs) {}

    /** Reads a body that is there already. */
    static ReadBody whole(byte[] body) {
        InputSink sink = new InputSink(MOST_INPUTS);
        return read(sink, () -> EnvelopeScanner.scan(body, ARRAYS, sink));
    }

    /** Reads it in pieces of the lengths given. */
    static ReadBody inPieces(byte[] body, int[] lengths, long expected) {
        InputSink sink = new InputSink(MOST_INPUTS);
        EnvelopeScanner scanner = new EnvelopeScanner(ARRAYS, expected, sink);
        return read(sink, () -> {
            int from = 0;
            for (int length : lengths) {
                scanner.take(Handed.over(body, from, from + length));
                from += length;
            }
            scanner.end();
        });
    }

    private interface Scan {
        void run() throws MalformedJson;
    }

    private static ReadBody read(InputSink sink, Scan scan) {
        try {
            scan.run();
            Inputs inputs = sink.inputs();
            Map<Operation, BatchRead> batches = new LinkedHashMap<>();
            for (Operation operation : Operation.values()) {
                batches.put(operation, batch(operation, sink.envelope(operation), inputs));
            }
            return new ReadBody("", -1, batches);
        } catch (MalformedJson e) {
            String where = " at byte " + e.byteOffset() + " in position " + e.position();
            return new ReadBody(e.getMessage() + where, e.byteOffset(), Map.of());
        } catch (Refusal e) {
            return new ReadBody(e.status() + " " + e.text() + " " + e.context(), -1, Map.of());
        }
    }

    private static BatchRead batch(Operation operation, Envelope envelope, Inputs inputs) {
        InputReader reader = new InputReader(operation, envelope);
        List<Input> read = new ArrayList<>(inputs.size());
        for (int position = 0; position < inputs.size(); position++) {
            read.add(reader.read(position, inputs.get(position)));
        }
        return new BatchRead(envelope, read);
    }

    boolean isTaken() {
        return refusal.isEmpty();
    }

    BatchRead batch(Operation operation) {
        BatchRead batch = batches.get(operation);
        Assertions.assertNotNull(batch, operation::name);
        return batch;
    }

    /** All of it as a text, to be held against another reading of the same bytes. */
    String shown() {
        StringBuilder shown = new StringBuilder(refusal);
        batches.forEach((operation, batch) -> {
            Envelope envelope = batch.envelope();
            shown.append(operation).append(' ').append(envelope.idProperty());
            shown.append(' ').append(envelope.withHistory()).append(' ').append(envelope.addedProperty());
            shown.append(' ').append(envelope.length()).append('\n');
            for (Input input : batch.inputs()) {
                shown.append(input.position()).append(' ').append(input.bytes());
                shown.append(' ').append(input.id()).append(' ').append(input.toIds());
                shown.append(' ').append(input.idProperty()).append(' ').append(input.key());
                shown.append(' ').append(input.trace()).append(' ').append(input.traceAt());
                shown.append(' ').append(input.traceLength()).append('\n');
            }
        });
        return shown.toString();
    }
}
