package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that cannot be used: HubSpot's error shape, where it went wrong, and not one call to HubSpot. */
@QuarkusTest
class BadRequestTest extends GatewayTest {
    private static final String PATH = "/crm/v3/objects/contacts/batch/create";
    private static final String GOOD = "{\"inputs\":[{\"properties\":{}}]}";

    @AfterEach
    void nothingWasSent() {
        assertEquals(List.of(), simulator.calls());
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void aBodyThatIsNoBatchIsRefusedWithThePlace(String body, String message, int byteOffset, int position) {
        GatewayAnswer answer = post(PATH, body);

        JsonObject error = assertRefused(answer, 400, "VALIDATION_ERROR");
        assertTrue(error.getString("message").contains(message), error.encode());
        assertEquals(list(byteOffset), GatewayAnswer.texts(error, "byteOffset"), error.encode());
        assertEquals(list(position), GatewayAnswer.texts(error, "position"), error.encode());
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                // Not one JSON object.
                arguments("", "", 0, -1),
                arguments(" \n", "", 2, -1),
                arguments("[]", "", 0, -1),
                arguments("null", "", 0, -1),
                arguments("\"inputs\"", "", 0, -1),
                arguments("7", "", 0, -1),
                arguments("inputs=1", "", 0, -1),
                arguments(GOOD + "x", "", 30, -1),
                arguments(GOOD + " " + GOOD, "", 31, -1),
                arguments(GOOD + ",", "", 30, -1),
                arguments("\ufeff" + GOOD, "", 0, -1),
                // Inputs.
                arguments("{}", "no 'inputs'", -1, -1),
                arguments("{\"input\":[{}]}", "no 'inputs'", -1, -1),
                arguments("{\"Inputs\":[{}]}", "no 'inputs'", -1, -1),
                arguments("{\"x\":{\"inputs\":[{}]}}", "no 'inputs'", -1, -1),
                arguments("{\"inputs\":[]}", "empty", -1, -1),
                arguments("{\"inputs\":[ \n ]}", "empty", -1, -1),
                arguments("{\"inputs\":{}}", "must be an array", 1, -1),
                arguments("{\"inputs\":null}", "must be an array", 1, -1),
                arguments("{\"inputs\":\"[{}]\"}", "must be an array", 1, -1),
                arguments("{\"inputs\":7}", "must be an array", 1, -1),
                arguments("{\"inputs\":[{}],\"inputs\":[{}]}", "twice", 24, -1),
                arguments("{\"inputs\":[{}],\"inputs\":null}", "twice", 15, -1),
                arguments("{\"inputs\":[],\"\\u0069nputs\":[{}]}", "twice", 27, -1),
                // An input.
                arguments("{\"inputs\":[{},7]}", "must be an object", 14, 1),
                arguments("{\"inputs\":[null]}", "must be an object", 11, 0),
                arguments("{\"inputs\":[{},{}, \"x\"]}", "must be an object", 18, 2),
                arguments("{\"inputs\":[[{}]]}", "must be an object", 11, 0),
                // Grammar.
                arguments("{\"inputs\":[{}]", "", 14, -1),
                arguments("{\"inputs\":[{}", "", 13, 1),
                arguments("{\"inputs\":[{", "", 12, 0),
                arguments("{\"inputs\":[{},]}", "", 14, 1),
                arguments("{\"inputs\":[,{}]}", "", 11, 0),
                arguments("{\"inputs\":[{} {}]}", "", 14, 1),
                arguments("{\"inputs\":[{}],}", "", 15, -1),
                arguments("{'inputs':[{}]}", "", 1, -1),
                arguments("{inputs:[{}]}", "", 1, -1),
                arguments("{\"inputs\" [{}]}", "", 10, -1),
                arguments("{\"inputs\":[{\"a\":01}]}", "", 17, 0),
                arguments("{\"inputs\":[{\"a\":1.}]}", "", 18, 0),
                arguments("{\"inputs\":[{\"a\":+1}]}", "", 16, 0),
                arguments("{\"inputs\":[{\"a\":NaN}]}", "", 16, 0),
                arguments("{\"inputs\":[{\"a\":tru}]}", "", 19, 0),
                arguments("{\"inputs\":[{\"a\":\"\\x\"}]}", "", 18, 0),
                arguments("{\"inputs\":[{\"a\":\"\\u12g4\"}]}", "", 21, 0),
                arguments("{\"inputs\":[{\"a\":\"tab\there\"}]}", "", 20, 0),
                arguments("{\"inputs\":[{\"a\":1 /* no */}]}", "", 18, 0),
                arguments("{\"inputs\":[{\"a\" 1}]}", "", 16, 0),
                arguments("{\"inputs\":[{\"a\":1}}]}", "", 18, 1),
                arguments("{\"inputs\":[{\"a\":[1}]}]}", "", 18, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 100_000})
    void nestingDeeperThan64IsRefused(int depth) {
        String deep = "{\"inputs\":[{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}]}";

        JsonObject error = assertRefused(post(PATH, deep), 400, "VALIDATION_ERROR");

        assertEquals(List.of("0"), GatewayAnswer.texts(error, "position"));
        assertFalse(GatewayAnswer.texts(error, "byteOffset").isEmpty(), error.encode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c3 28", "c0 af", "ed a0 80", "f4 90 80 80", "e2 82", "80", "f8 88 80 80 80"})
    void invalidUtf8IsRefused(String hex) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"inputs\":[{},{\"a\":\"".getBytes(StandardCharsets.UTF_8));
        for (String each : hex.split(" ", -1)) {
            body.write(Integer.parseInt(each, 16));
        }
        body.writeBytes("\"}]}".getBytes(StandardCharsets.UTF_8));

        GatewayAnswer answer =
                GatewayAnswer.of(caller().body(body.toByteArray()).post(PATH));

        JsonObject error = assertRefused(answer, 400, "VALIDATION_ERROR");
        assertEquals(List.of("1"), GatewayAnswer.texts(error, "position"));
        int offset = Integer.parseInt(GatewayAnswer.texts(error, "byteOffset").get(0));
        assertTrue(offset >= 20 && offset <= 20 + hex.length() / 2, error.encode());
    }

    @Test
    void theByteOffsetCountsBytesAndNotCharacters() {
        String before = "{\"x\":\"é😀\",\"inputs\":[{},";

        JsonObject error = assertRefused(post(PATH, before + "1]}"), 400, "VALIDATION_ERROR");

        assertEquals(
                List.of(String.valueOf(before.getBytes(StandardCharsets.UTF_8).length)),
                GatewayAnswer.texts(error, "byteOffset"));
    }

    @Test
    void aMistakeInTheLastOfManyInputsIsRefusedBeforeTheFirstCall() {
        String body = Batches.of(1_003, position -> position == 1_002 ? "{\"a\":}" : Batches.newContact(position));

        JsonObject error = assertRefused(post(PATH, body), 400, "VALIDATION_ERROR");

        assertEquals(List.of("1002"), GatewayAnswer.texts(error, "position"));
        assertEquals(List.of(String.valueOf(body.length() - 3)), GatewayAnswer.texts(error, "byteOffset"));
    }

    @Test
    void noBodyAtAllIsRefused() {
        GatewayAnswer answer = new RawRequest("POST", PATH)
                .with("Authorization", token)
                .with("Content-Type", "application/json")
                .with("Content-Length", "0")
                .send();
        GatewayAnswer headless =
                new RawRequest("POST", PATH).with("Authorization", token).send();

        assertRefused(answer, 400, "VALIDATION_ERROR");
        assertRefused(headless, 400, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"GET", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void anotherMethodOnABatchPathIsRefusedAndToldWhichOneIsAllowed(Method method) {
        GatewayAnswer answer = GatewayAnswer.of(caller().request(method, PATH));

        assertRefused(answer, 405, "VALIDATION_ERROR");
        assertEquals("POST", answer.header("Allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROPFIND", "TRACE", "FOO"})
    void aMethodHubSpotHasNotIsRefusedInItsShape(String method) {
        GatewayAnswer answer = GatewayAnswer.of(caller().request(method, PATH));

        assertRefused(answer, 405, "VALIDATION_ERROR");
    }

    @Test
    void headOnABatchPathIsRefusedWithoutABody() {
        GatewayAnswer answer = GatewayAnswer.of(caller().head(PATH));

        assertEquals(405, answer.status());
        assertEquals("POST", answer.header("Allow"));
        assertEquals("", answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain; charset=utf-8",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonp",
                "application/json; charset=iso-8859-1",
                "application/json;charset=\"UTF-16\"",
                "json",
                "*/*",
                ""
            })
    void anotherMediaTypeIsRefused(String type) {
        GatewayAnswer answer = new RawRequest("POST", PATH)
                .with("Authorization", token)
                .with("Content-Type", type)
                .body(GOOD)
                .send();

        assertRefused(answer, 415, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "deflate, gzip"})
    void aCompressedBodyIsRefused(String encoding) {
        GatewayAnswer answer = GatewayAnswer.of(caller().header("Content-Encoding", encoding)
                .body(new byte[] {31, -117, 8, 0})
                .post(PATH));

        assertRefused(answer, 415, "VALIDATION_ERROR");
        assertEquals("identity", answer.header("Accept-Encoding"));
    }

    @Test
    void withoutATokenNoBodyIsLookedAt() {
        GatewayAnswer missing = new RawRequest("POST", PATH)
                .with("Content-Type", "application/json")
                .body(GOOD)
                .send();
        GatewayAnswer blank = new RawRequest("POST", PATH)
                .with("Authorization", " ")
                .with("Content-Type", "application/json")
                .body("{")
                .send();

        assertRefused(missing, 401, "INVALID_AUTHENTICATION");
        assertEquals("Bearer", missing.header("WWW-Authenticate"));
        assertRefused(blank, 401, "INVALID_AUTHENTICATION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/crm/v3/objects/con%20tacts/batch/create",
                "/crm/v3/objects/con.tacts/batch/create",
                "/crm/v3/objects/caf%C3%A9/batch/create",
                "/crm/v3/objects/a:b/batch/create",
                "/crm/v3/objects//batch/create",
                "/crm/v3/objects/../objects/contacts/batch/create",
                "/crm/v3/objects/contacts/batch/x/../create",
                "/crm/v3/objects/%2e%2e/batch/create",
                "/crm/v3/objects/contacts%2fbatch/create",
                "/crm/v3/objects/contacts%5Cbatch/create",
                "/crm/v3/objects/contacts%00/batch/create",
                "/crm/v4/associations/contacts/com.panies/batch/create",
                "/oauth/..%2f../crm",
                "//crm/v3/objects/contacts/batch/create",
            })
    void aPathThatMustNotReachHubSpotIsRefused(String path) {
        GatewayAnswer answer = new RawRequest("POST", path)
                .with("Authorization", token)
                .with("Content-Type", "application/json")
                .body(GOOD)
                .send();

        assertRefused(answer, 400, "VALIDATION_ERROR");
    }

    private static JsonObject assertRefused(GatewayAnswer answer, int status, String category) {
        assertEquals(status, answer.status(), answer.body());
        assertTrue(answer.header("Content-Type").startsWith("application/json"), answer.header("Content-Type"));
        JsonObject error = answer.json();
        assertEquals("error", error.getString("status"));
        assertEquals(category, error.getString("category"));
        assertFalse(error.getString("message").isBlank(), error.encode());
        String id = error.getString("correlationId");
        assertEquals(id, UUID.fromString(id).toString());
        assertEquals(id, answer.header("X-HubSpot-Correlation-Id"));
        return error;
    }

    private static List<String> list(int number) {
        return number < 0 ? List.of() : List.of(String.valueOf(number));
    }
}
