package dev.batchgateway.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.CallBody;
import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Slice;
import dev.batchgateway.match.Matcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The steps that a record's bytes go through, in nanoseconds a record, with JMH: {@code org.openjdk.jmh.Main BytePath}.
 * Inputs and results are those of {@link CostPerRecord}; Jackson's streaming parser over the same bytes stands beside.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(CannedHubSpot.RESULTS)
@Fork(1)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 3, time = 1)
public class BytePath {
    private static final Operation OPERATION = Operation.OBJECT_UPSERT;
    private static final Envelope ENVELOPE = Envelope.none(OPERATION);

    private final byte[] body =
            CostPerRecord.body("upsert", CannedHubSpot.RESULTS).getBytes(StandardCharsets.UTF_8);
    private final byte[] reply = CannedHubSpot.body(true);
    private final InputReader reader = new InputReader(OPERATION, ENVELOPE);
    private final Matcher matcher = new Matcher(OPERATION, ENVELOPE);
    private final JsonFactory jackson = new JsonFactory();
    private final List<Slice> slices = elements(body, "inputs");
    private final Chunk chunk = new Chunk(inputs());
    private final Traces traces = Traces.forEveryInputOf(chunk);
    private final Answer answer =
            new Answer(200, elements(reply, "results"), List.of(), "COMPLETE", null, null, null, Map.of());

    /** Checks a body and finds its inputs. */
    @Benchmark
    public List<Slice> findInputs() {
        return elements(body, "inputs");
    }

    /** Checks a reply and finds its results. */
    @Benchmark
    public List<Slice> findResults() {
        return elements(reply, "results");
    }

    /** Reads the fields of the inputs. */
    @Benchmark
    public List<Input> readInputs() {
        return inputs();
    }

    /** Makes a call of the inputs. */
    @Benchmark
    public byte[] makeCall() {
        return CallBody.of(ENVELOPE, chunk, Traces.forEveryInputOf(chunk));
    }

    /** Gives the inputs their results. */
    @Benchmark
    public List<Outcome> match() {
        return matcher.match(chunk, traces, answer);
    }

    /** For comparison: Jackson reads the body's tokens and does nothing with them. */
    @Benchmark
    public int jacksonReadsTheBody() throws IOException {
        return tokens(body);
    }

    /** For comparison: Jackson reads the reply's tokens and does nothing with them. */
    @Benchmark
    public int jacksonReadsTheReply() throws IOException {
        return tokens(reply);
    }

    private int tokens(byte[] json) throws IOException {
        int tokens = 0;
        try (JsonParser parser = jackson.createParser(json)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    private List<Input> inputs() {
        List<Input> inputs = new ArrayList<>(slices.size());
        for (int i = 0; i < slices.size(); i++) {
            inputs.add(reader.read(i, slices.get(i)));
        }
        return inputs;
    }

    private static List<Slice> elements(byte[] json, String array) {
        List<Slice> elements = new ArrayList<>(CannedHubSpot.RESULTS);
        try {
            EnvelopeScanner.scan(json, Set.of(array), new EnvelopeScanner.Sink() {
                @Override
                public void arrayStarts(String name, long byteOffset) {}

                @Override
                public void element(String name, int index, Slice value, long byteOffset) {
                    elements.add(value);
                }

                @Override
                public void member(String name, Slice whole, Slice value, long byteOffset) {}
            });
        } catch (MalformedJson e) {
            throw new IllegalStateException(e);
        }
        return elements;
    }
}
