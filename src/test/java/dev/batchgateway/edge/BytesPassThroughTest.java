package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gateway does not know survives to the letter, on the way out and on the way back. */
@QuarkusTest
class BytesPassThroughTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String UPDATE = "/crm/v3/objects/contacts/batch/update";

    /** Values that a parser and a writer between caller and HubSpot would change. */
    static List<String> values() {
        return List.of(
                "123456789012345678901234567890",
                "-0.0",
                "1.0",
                "1e5",
                "1E+05",
                "0.10000000000000000555",
                "1e400",
                "\"caf\\u00e9 \\u00E9 \\/ / \\u0041\"",
                "\"é ü ß\"",
                "\"\\ud83d\\ude00 😀 👩‍👩‍👧\"",
                "\"tab\\t quote\\\" backslash\\\\ nul\\u0000 del\u007f\"",
                "\"" + "x".repeat(60_000) + "\"",
                "\"\"",
                "null",
                "{\"z\":1,\"a\":{\"y\":[],\"b\":{}},\"\":2,\"a\":3}",
                "[ 1 ,\t2 ,\r\n 3 , [ ] , { } ]",
                "\"},{\\\"inputs\\\":[\"");
    }

    @ParameterizedTest
    @MethodSource("values")
    void inputsReachHubSpotToTheLetter(String value) {
        String input = "{ \"objectWriteTraceId\" : \"mine\" ,\n\t\"zebra\":" + value
                + ",\"properties\":{\"firstname\":\"x\"} ,\"apple\" :\r\n" + value + " }";

        post(CREATE, "{\"inputs\":[" + input + "]}");

        assertEquals("{\"inputs\":[" + input + "]}", onlyCall().body());
    }

    @ParameterizedTest
    @MethodSource("values")
    void aTraceIdIsAllThatIsAddedToAnInput(String value) {
        String input = "{\"properties\":{\"firstname\":\"x\"},\"other\": " + value + "}";

        post(CREATE, "{\"inputs\":[" + input + "]}");

        String body = onlyCall().body();
        String without = body.replaceFirst("\"objectWriteTraceId\":\"[^\"]*\",", "");
        assertTrue(without.length() < body.length(), body);
        assertEquals("{\"inputs\":[" + input + "]}", without);
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatStandsBesideTheInputsGoesOutWithEveryCall(String value) {
        String before = "\"z\" : " + value;
        String after = "\"a\":" + value;

        post(
                "/crm/v3/objects/contacts/batch/archive",
                "{" + before + " , \"inputs\" : [" + Batches.onlyId(0) + " , " + Batches.onlyId(1) + "] , " + after
                        + " }");

        String sent = onlyCall().body();
        assertEquals(
                "{" + before + ",\"inputs\":[" + Batches.onlyId(0) + "," + Batches.onlyId(1) + "]," + after + "}",
                sent);
    }

    @ParameterizedTest
    @MethodSource("values")
    void resultsReachTheCallerToTheLetter(String value) {
        String result = "{ \"updatedAt\":\"x\",\"id\" : \"10000\" ,\"zebra\":" + value + ",\n\"properties\":{ \"n\" : "
                + value + "} }";
        simulator.add(FaultRule.of(
                reply(200, "{\"results\":[" + result + "],\"newField\": " + value + ",\"status\":\"COMPLETE\"}")));

        GatewayAnswer answer = post(UPDATE, Batches.of(1, Batches::change));

        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().startsWith("{\"status\":\"COMPLETE\",\"results\":[" + result + "]"), answer.body());
        assertTrue(answer.body().contains(",\"newField\": " + value), answer.body());
    }

    @ParameterizedTest
    @MethodSource("values")
    void errorsReachTheCallerWithAllTheirFields(String value) {
        String more = "\"links\" : " + value;
        simulator.add(FaultRule.of(reply(
                207,
                "{\"results\":[],\"status\":\"COMPLETE\",\"numErrors\":1,\"errors\":[{\"status\":\"error\","
                        + "\"category\":\"OBJECT_NOT_FOUND\",\"message\":\"m\"," + more
                        + ",\"context\":{\"ids\":[\"10000\"],\"other\":[" + value + "]}}]}")));

        GatewayAnswer answer = post(UPDATE, Batches.of(1, Batches::change));

        assertEquals(207, answer.status(), answer.body());
        assertTrue(answer.body().contains(more), answer.body());
        assertTrue(answer.body().contains("\"other\":[" + value + "]"), answer.body());
    }

    @ParameterizedTest
    @MethodSource("values")
    void aRefusalOfTheWholeReachesTheCallerToTheLetter(String value) {
        String body = "{\"status\" : \"error\",\"message\":\"no\",\"new\": " + value
                + ",\"category\":\"INVALID_AUTHENTICATION\" }\n";
        simulator.add(FaultRule.of(reply(401, body)));

        GatewayAnswer answer = post(UPDATE, Batches.of(1, Batches::change));

        assertEquals(401, answer.status());
        assertEquals(body, answer.body());
    }

    @Test
    void anUploadWithoutALengthArrivesWhole() {
        String body = Batches.of(
                7,
                position -> "{\"objectWriteTraceId\":\"t" + position + "\",\"properties\":{\"firstname\":\"😀é"
                        + position + "\"}}");

        GatewayAnswer answer = raw(CREATE).body(body).chunked(3).send();

        assertEquals(201, answer.status(), answer.body());
        assertEquals(body, onlyCall().body());
    }

    @Test
    void anUploadInSingleBytesArrivesWhole() {
        String body = Batches.of(
                3,
                position -> "{\"objectWriteTraceId\":\"t" + position + "\",\"properties\":{\"firstname\":\"😀é\\u00e9"
                        + position + "\"}}");

        GatewayAnswer answer = raw(CREATE).body(body).inPiecesOf(1).send();

        assertEquals(201, answer.status(), answer.body());
        assertEquals(body, onlyCall().body());
    }

    private RawRequest raw(String path) {
        return new RawRequest("POST", path).with("Authorization", token).with("Content-Type", "application/json");
    }

    private static Fault reply(int status, String body) {
        return new Fault.Reply(
                status, Map.of("Content-Type", "application/json;charset=utf-8"), Buffer.buffer(body), false);
    }
}
