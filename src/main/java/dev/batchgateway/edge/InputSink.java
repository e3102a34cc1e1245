package dev.batchgateway.edge;

import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.List;

/** Collects the inputs of a JSON body and what stands around them, and refuses what DESIGN section 3.1 refuses. */
final class InputSink implements EnvelopeScanner.Sink {
    static final String INPUTS = "inputs";
    /** Everything but the inputs goes out with every call, so there must not be much of it. */
    private static final int MOST_ENVELOPE_BYTES = 256 * 1024;

    private final int maxInputs;
    private final Inputs inputs = new Inputs();
    private final List<Slice> before = new ArrayList<>();
    private final List<Slice> after = new ArrayList<>();
    private boolean seen;
    private long envelopeBytes;

    InputSink(int maxInputs) {
        this.maxInputs = maxInputs;
    }

    @Override
    public void arrayStarts(String name, long byteOffset) throws MalformedJson {
        if (seen) {
            throw new MalformedJson("'inputs' is given twice", byteOffset, -1);
        }
        seen = true;
    }

    @Override
    public void element(String name, int index, Slice value, long byteOffset) throws MalformedJson {
        if (value.at(0) != '{') {
            throw new MalformedJson("an input must be an object", byteOffset, index);
        }
        if (inputs.size() == maxInputs) {
            throw Refusals.tooMany(maxInputs);
        }
        inputs.add(value);
    }

    @Override
    public void member(String name, Slice whole, Slice value, long byteOffset) throws MalformedJson {
        if (name.equals(INPUTS)) {
            throw new MalformedJson(seen ? "'inputs' is given twice" : "'inputs' must be an array", byteOffset, -1);
        }
        envelopeBytes += whole.length();
        if (envelopeBytes > MOST_ENVELOPE_BYTES) {
            throw new Refusal(
                    413,
                    "VALIDATION_ERROR",
                    "What stands beside 'inputs' is longer than " + MOST_ENVELOPE_BYTES + " bytes");
        }
        (seen ? after : before).add(whole.compact());
    }

    /** Inputs so far. */
    int count() {
        return inputs.size();
    }

    /** The inputs; there is at least one. */
    Inputs inputs() {
        if (!seen) {
            throw Refusal.badRequest("The body has no 'inputs'");
        }
        if (inputs.size() == 0) {
            throw Refusal.badRequest("'inputs' is empty");
        }
        return inputs;
    }

    Envelope envelope(Operation operation) {
        return Envelope.of(operation, before, after);
    }
}
