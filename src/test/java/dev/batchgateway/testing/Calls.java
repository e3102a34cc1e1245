package dev.batchgateway.testing;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Inputs;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Splitter;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Calls and answers out of JSON texts. */
public final class Calls {
    /** Is told of inputs, and does nothing. */
    public static final Splitter.Looker NOBODY = new Splitter.Looker() {
        @Override
        public void opened(Input input) {}

        @Override
        public void refused(Input input, Outcome ending) {
            throw new AssertionError("No input: " + ending);
        }
    };

    private Calls() {}

    /** Opens in {@code outcomes} what is looked at. */
    public static Splitter.Looker opening(Outcomes outcomes) {
        return new Splitter.Looker() {
            @Override
            public void opened(Input input) {
                outcomes.opened(input);
            }

            @Override
            public void refused(Input input, Outcome ending) {
                outcomes.settle(input.position(), ending);
            }
        };
    }

    /** An account of {@code inputs}, all of them open. */
    public static Outcomes outcomes(Operation operation, List<String> inputs) {
        InputReader reader = new InputReader(operation, Envelope.none(operation));
        return inputs(inputs).source().outcomes(reader, new Recorded());
    }

    /** The inputs written in {@code texts}. */
    public static Inputs inputs(List<String> texts) {
        Inputs inputs = new Inputs();
        texts.forEach(text -> inputs.add(Slice.of(text)));
        return inputs;
    }

    /** The envelope with {@code members} (such as {@code "idProperty":"email"}) before the inputs. */
    public static Envelope envelope(Operation operation, String... members) {
        return Envelope.of(operation, Arrays.stream(members).map(Slice::of).toList(), List.of());
    }

    /** A chunk of all of {@code inputs}, in an empty envelope. */
    public static Chunk chunk(Operation operation, String... inputs) {
        return chunk(operation, Envelope.none(operation), List.of(inputs));
    }

    /** A chunk of all of {@code inputs}. */
    public static Chunk chunk(Operation operation, Envelope envelope, List<String> inputs) {
        InputReader reader = new InputReader(operation, envelope);
        List<Input> read = IntStream.range(0, inputs.size())
                .mapToObj(i -> reader.read(i, Slice.of(inputs.get(i))))
                .toList();
        return new Chunk(read);
    }

    /** A 2xx answer, its body taken apart as the gateway does. */
    public static Answer answer(int status, String body) {
        List<Slice> results = new ArrayList<>();
        List<Slice> errors = new ArrayList<>();
        String[] state = {""};
        EnvelopeScanner.Sink sink = new EnvelopeScanner.Sink() {
            @Override
            public void arrayStarts(String name, long byteOffset) {
                // Its elements tell.
            }

            @Override
            public void element(String name, int index, Slice value, long byteOffset) {
                (name.equals("results") ? results : errors).add(value);
            }

            @Override
            public void member(String name, Slice whole, Slice value, long byteOffset) {
                if (name.equals("status")) {
                    state[0] = String.valueOf(JsonText.scalar(value));
                }
            }
        };
        try {
            EnvelopeScanner.scan(body.getBytes(StandardCharsets.UTF_8), Set.of("results", "errors"), sink);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("The test's own JSON, at byte " + e.byteOffset(), e);
        }
        return new Answer(status, results, errors, state[0], null, null, null, Map.of());
    }
}
