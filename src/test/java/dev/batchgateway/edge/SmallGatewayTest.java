package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ApiExamples;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.SmallGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds of a request, and what happens to other paths when they are not forwarded. */
@QuarkusTest
@TestProfile(SmallGateway.class)
class SmallGatewayTest extends GatewayTest {
    private static final String LINES = "application/x-ndjson";
    private static final String PATH = "/crm/v3/objects/contacts/batch/create";

    @Test
    void aBodyWhoseLengthIsTooLargeIsRefusedBeforeItIsRead() {
        GatewayAnswer answer = request()
                .with("Content-Length", String.valueOf(SmallGateway.MAX_BODY + 1))
                .send();

        assertTooLarge(answer, "maxBody", SmallGateway.MAX_BODY);
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefused() {
        GatewayAnswer answer =
                request().body(padded(SmallGateway.MAX_BODY + 1)).chunked(4_096).send();

        assertTooLarge(answer, "maxBody", SmallGateway.MAX_BODY);
    }

    @Test
    void aBodyOfExactlyTheBoundIsServed() {
        assertEquals(201, request().body(padded(SmallGateway.MAX_BODY)).send().status());
        assertEquals(
                201,
                request()
                        .body(padded(SmallGateway.MAX_BODY))
                        .chunked(4_096)
                        .send()
                        .status());
        assertEquals(2, simulator.calls().size());
    }

    @Test
    void oneInputTooManyIsRefused() {
        GatewayAnswer answer = post(PATH, Batches.of(SmallGateway.MAX_INPUTS + 1, Batches::newContact));

        assertTooLarge(answer, "maxInputs", SmallGateway.MAX_INPUTS);
    }

    @Test
    void asManyInputsAsTheBoundAreServed() {
        GatewayAnswer answer = post(PATH, Batches.of(SmallGateway.MAX_INPUTS, Batches::newContact));

        assertEquals(201, answer.status(), answer.body());
        assertEquals(SmallGateway.MAX_INPUTS, answer.count("Succeeded"));
    }

    /** Lines answered in JSON, and a JSON body answered in lines, are there as a whole as well. */
    @ParameterizedTest
    @CsvSource({"application/x-ndjson, application/json", "application/json, application/x-ndjson"})
    void mixedFormsHaveTheSameBounds(String type, String accept) {
        boolean isInLines = type.equals(LINES);
        String tooLong = isInLines
                ? Batches.newContact(0) + "\n".repeat(SmallGateway.MAX_BODY)
                : padded(SmallGateway.MAX_BODY + 1);
        int tooMany = SmallGateway.MAX_INPUTS + 1;

        assertTooLarge(mixed(type, accept).body(tooLong).send(), "maxBody", SmallGateway.MAX_BODY);
        assertTooLarge(mixed(type, accept).body(tooLong).chunked(4_096).send(), "maxBody", SmallGateway.MAX_BODY);
        assertTooLarge(
                mixed(type, accept).body(contacts(tooMany, isInLines)).send(), "maxInputs", SmallGateway.MAX_INPUTS);
        assertEquals(
                isInLines ? 201 : 200,
                mixed(type, accept)
                        .body(contacts(SmallGateway.MAX_INPUTS, isInLines))
                        .send()
                        .status());
    }

    @Test
    void aLineTooManyIsRefusedThoughItIsNoInput() {
        String lines = contacts(SmallGateway.MAX_INPUTS, true) + "\nnonsense";

        assertTooLarge(mixed(LINES, "application/json").body(lines).send(), "maxInputs", SmallGateway.MAX_INPUTS);
    }

    @Test
    void otherPathsAreNotFoundHereAndNotForwarded() {
        GatewayAnswer answer = GatewayAnswer.of(caller().get("/crm/v3/owners"));

        assertEquals(404, answer.status());
        assertEquals("error", answer.text("status"));
        assertEquals("OBJECT_NOT_FOUND", answer.text("category"));
        assertEquals(List.of(), simulator.calls());
        ApiExamples.assertShown("notPassedOn", answer);
    }

    private void assertTooLarge(GatewayAnswer answer, String bound, int most) {
        assertEquals(413, answer.status(), answer.body());
        assertEquals("VALIDATION_ERROR", answer.text("category"));
        assertTrue(answer.text("message").contains("application/x-ndjson"), answer.body());
        assertEquals(List.of(String.valueOf(most)), GatewayAnswer.texts(answer.json(), bound));
        assertEquals(List.of(), simulator.calls());
    }

    private RawRequest request() {
        return new RawRequest("POST", PATH).with("Authorization", token).with("Content-Type", "application/json");
    }

    private RawRequest mixed(String type, String accept) {
        return new RawRequest("POST", PATH)
                .with("Authorization", token)
                .with("Content-Type", type)
                .with("Accept", accept);
    }

    private static String contacts(int count, boolean inLines) {
        return inLines
                ? String.join("\n", Batches.texts(count, Batches::newContact))
                : Batches.of(count, Batches::newContact);
    }

    private static String padded(int length) {
        String body = Batches.of("{\"properties\":{\"firstname\":\"x\"}}");
        return body + " ".repeat(length - body.length());
    }
}
