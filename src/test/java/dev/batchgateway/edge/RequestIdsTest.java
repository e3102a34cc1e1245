package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.RawRequest;
import dev.batchgateway.testing.StreamCall;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer carries an id by which the request is found in the log: the caller's, if it can be used. */
@QuarkusTest
class RequestIdsTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String BODY = Batches.of(1, Batches::newContact);

    @ParameterizedTest
    @ValueSource(strings = {"a", "01J9ZC0Q0Q2W2B7M3Z1V9A8K7D", "abc/def+ghi=", "00-4bf9-01", "run:17.3~b_c"})
    void theCallersOwnIsGivenBack(String id) {
        assertEquals(id, send(id).header("X-Request-Id"));
        assertFalse(onlyCall().headers().containsKey("x-request-id"), "HubSpot gets it not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\"b", "a,b", "<b>", "a\u00e9", "Bearer x", "a;b", "{}", "a%0ab"})
    void oneThatCannotBeUsedIsReplaced(String id) {
        assertIsNew(send(id), id);
    }

    @Test
    void oneThatIsTooLongIsReplaced() {
        assertEquals("x".repeat(128), send("x".repeat(128)).header("X-Request-Id"));
        assertIsNew(send("x".repeat(129)), "x".repeat(129));
    }

    @Test
    void withoutOneEachRequestGetsItsOwn() {
        GatewayAnswer first = post(CREATE, BODY);
        GatewayAnswer second = post(CREATE, BODY);

        assertIsNew(first, "");
        assertIsNew(second, first.header("X-Request-Id"));
    }

    @Test
    void refusalsAndStreamsHaveItToo() {
        GatewayAnswer refused = GatewayAnswer.of(
                caller().header("X-Request-Id", "refused-1").body("{}").post(CREATE));
        assertEquals(400, refused.status());
        assertEquals("refused-1", refused.header("X-Request-Id"));
        try (StreamCall call = StreamCall.open(gateway(), CREATE, token, "X-Request-Id: stream-1")) {
            call.end();
            assertEquals(1, call.head().split("x-request-id: stream-1\n", -1).length - 1, call.head());
            call.rest();
        }
    }

    @Test
    void whatIsPassedOnTakesItAlongAndComesBackWithItAndNotWithHubSpots() {
        simulator.add(
                FaultRule.of(new Fault.Reply(200, Map.of("X-Request-Id", "hubspots"), Buffer.buffer("{}"), false)));

        GatewayAnswer answer = new RawRequest("GET", "/crm/v3/owners")
                .with("Authorization", token)
                .with("X-Request-Id", "mine-1")
                .send();

        assertEquals("mine-1", answer.header("X-Request-Id"));
        assertEquals("mine-1", onlyCall().headers().get("x-request-id"));
    }

    private GatewayAnswer send(String id) {
        return new RawRequest("POST", CREATE)
                .with("Authorization", token)
                .with("Content-Type", "application/json")
                .with("X-Request-Id", id)
                .body(Batches.of(1, Batches::newContact))
                .send();
    }

    private static void assertIsNew(GatewayAnswer answer, String given) {
        String id = answer.header("X-Request-Id");
        assertNotEquals(given, id);
        assertEquals(id, UUID.fromString(id).toString());
    }
}
