package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchgateway.testing.Calls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CallBodyTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void givesATraceIdToEveryInputWithoutOne() {
        assertEquals(
                "{\"inputs\":[{\"objectWriteTraceId\":\"gw0\",\"id\":1.0},{ \"objectWriteTraceId\" : \"mine\"},"
                        + "{\"objectWriteTraceId\":\"gw2\"},{\"objectWriteTraceId\":\"gw3\" }]}",
                sent("{\"id\":1.0}", "{ \"objectWriteTraceId\" : \"mine\"}", "{}", "{ }"));
    }

    @Test
    void replacesTheCallersOwnWhereItIsNotUnique() {
        assertEquals(
                "{\"inputs\":[{\"objectWriteTraceId\":\"a\"},{\"x\":1, \"objectWriteTraceId\": \"gw1\" ,\"y\":2}]}",
                sent("{\"objectWriteTraceId\":\"a\"}", "{\"x\":1, \"objectWriteTraceId\": \"a\" ,\"y\":2}"));
    }

    @Test
    void replacesWhatIsNoTraceId() {
        assertEquals(
                "{\"inputs\":[{\"objectWriteTraceId\":\"gw0\"},{\"objectWriteTraceId\":\"gw1\"},"
                        + "{\"objectWriteTraceId\":\"gw2\"},{\"objectWriteTraceId\":7}]}",
                sent(
                        "{\"objectWriteTraceId\":null}",
                        "{\"objectWriteTraceId\":{\"a\":[1]}}",
                        "{\"objectWriteTraceId\":\"\"}",
                        "{\"objectWriteTraceId\":7}"));
    }

    @Test
    void takesANumberAndAStringForTheSameTraceId() {
        assertEquals(
                "{\"inputs\":[{\"objectWriteTraceId\":7},{\"objectWriteTraceId\":\"gw1\"}]}",
                sent("{\"objectWriteTraceId\":7}", "{\"objectWriteTraceId\":\"7\"}"));
    }

    @Test
    void keepsClearOfTraceIdsThatLookLikeItsOwn() {
        assertEquals(
                "{\"inputs\":[{\"objectWriteTraceId\":\"gw0x\"},{\"objectWriteTraceId\":\"gw0\"}]}",
                sent("{}", "{\"objectWriteTraceId\":\"gw0\"}"));
    }

    @Test
    void readsATraceIdWhoseNameIsEscaped() {
        assertEquals(
                "{\"inputs\":[{\"objectWriteTr\\u0061ceId\":\"gw0\"}]}", sent("{\"objectWriteTr\\u0061ceId\":null}"));
    }

    @Test
    void leavesInputsAloneWithoutTraces() {
        Chunk chunk = Calls.chunk(
                Operation.OBJECT_CREATE, "{ }", "{\"objectWriteTraceId\":\"a\"}", "{\"objectWriteTraceId\":\"a\"}");
        Traces traces = Traces.callersOnly(chunk);

        assertEquals(
                "{\"inputs\":[{ },{\"objectWriteTraceId\":\"a\"},{\"objectWriteTraceId\":\"a\"}]}",
                new String(CallBody.of(Envelope.none(Operation.OBJECT_CREATE), chunk, traces), StandardCharsets.UTF_8));
        assertEquals(-1, traces.indexOf("a"));
    }

    @Test
    void knowsWhoseATraceIdIs() {
        Chunk chunk = Calls.chunk(
                Operation.OBJECT_CREATE,
                "{\"objectWriteTraceId\":\"a\"}",
                "{\"objectWriteTraceId\":\"a\"}",
                "{\"objectWriteTraceId\":\"\"}");
        Traces every = Traces.forEveryInputOf(chunk);
        Traces callers = Traces.callersOnly(chunk);

        assertEquals(0, every.indexOf("a"));
        assertEquals(1, every.indexOf("gw1"));
        assertEquals(-1, every.indexOf("gw0"));
        assertEquals(-1, every.indexOf(null));
        assertEquals(-1, callers.indexOf(""));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void everyInputHasATraceIdOfItsOwnAndIsElseUnchanged(@ForAll("inputs") List<String> inputs) throws IOException {
        Chunk chunk = Calls.chunk(Operation.OBJECT_UPSERT, Envelope.none(Operation.OBJECT_UPSERT), inputs);
        Traces traces = Traces.forEveryInputOf(chunk);

        JsonNode sent = JACKSON.readTree(CallBody.of(Envelope.none(Operation.OBJECT_UPSERT), chunk, traces))
                .get("inputs");

        Set<String> ids = new HashSet<>();
        assertEquals(inputs.size(), sent.size());
        for (int i = 0; i < inputs.size(); i++) {
            String trace = sent.get(i).get("objectWriteTraceId").asText();
            ids.add(trace);
            assertEquals(i, traces.indexOf(trace));
            assertEquals(without(JACKSON.readTree(inputs.get(i))), without(sent.get(i)));
        }
        assertEquals(inputs.size(), ids.size());
    }

    @Provide
    Arbitrary<List<String>> inputs() {
        Arbitrary<String> trace =
                Arbitraries.of("\"a\"", "\"b\"", "\"gw0\"", "\"gw1\"", "\"gw1x\"", "null", "\"\"", "3");
        Arbitrary<String> input = Arbitraries.oneOf(
                Arbitraries.of("{}", "{\n}", "{\"id\":\"1\"}"),
                trace.map(t -> "{\"objectWriteTraceId\":" + t + "}"),
                trace.map(
                        t -> "{ \"id\" : 5 , \"objectWriteTraceId\" : " + t + " , \"p\":{\"objectWriteTraceId\":9} }"));
        return input.list().ofMinSize(1).ofMaxSize(8);
    }

    private static JsonNode without(JsonNode input) {
        ((ObjectNode) input).remove("objectWriteTraceId");
        return input;
    }

    private static String sent(String... inputs) {
        Chunk chunk = Calls.chunk(Operation.OBJECT_CREATE, inputs);
        byte[] body = CallBody.of(Envelope.none(Operation.OBJECT_CREATE), chunk, Traces.forEveryInputOf(chunk));
        return new String(body, StandardCharsets.UTF_8);
    }
}
