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

/** The bounds of a request, and what happens to other paths when they are not forwarded. */
@QuarkusTest
@TestProfile(SmallGateway.class)
class SmallGatewayTest extends GatewayTest {
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

    private static String padded(int length) {
        String body = Batches.of("{\"properties\":{\"firstname\":\"x\"}}");
        return body + " ".repeat(length - body.length());
    }
}
