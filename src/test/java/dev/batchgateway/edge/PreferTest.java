package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.WrittenInput;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What callers may prefer, and that they are told what was applied. */
@QuarkusTest
class PreferTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";
    private static final String BAD = "{\"properties\":{\"email\":\"invalid-format\"}}";

    @Test
    void strictSendsNoTraceIdsOfOurs() {
        GatewayAnswer answer = prefer("handling=strict", Batches.of(3, Batches::newContact));

        assertEquals(201, answer.status(), answer.body());
        assertEquals("handling=strict", answer.header("Preference-Applied"));
        assertEquals(Batches.of(3, Batches::newContact), onlyCall().body());
        assertEquals(Batches.texts(3, Batches::email), answer.properties("email"));
    }

    @Test
    void strictCallsAreAllOrNothing() {
        GatewayAnswer answer = prefer(
                "handling=strict", Batches.of(150, position -> position == 120 ? BAD : Batches.newContact(position)));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(2, answer.count("Calls"));
        assertEquals(100, answer.count("Succeeded"));
        assertEquals(50, answer.errors().size());
        assertEquals(
                IntStream.range(100, 150).mapToObj(String::valueOf).toList(),
                answer.contexts("position").stream().map(each -> each.get(0)).toList());
        assertEquals(100, simulator.summary().writes());
    }

    @Test
    void lenientIsTheDefaultAndMayBeSaid() {
        String body = Batches.of(3, position -> position == 1 ? BAD : Batches.newContact(position));

        GatewayAnswer said = prefer("handling=lenient", body);
        GatewayAnswer unsaid = post(CREATE, body.replace("c0@", "d0@").replace("c2@", "d2@"));

        assertEquals(207, said.status(), said.body());
        assertEquals(2, said.count("Succeeded"));
        assertEquals("handling=lenient", said.header("Preference-Applied"));
        assertEquals(207, unsaid.status(), unsaid.body());
        assertEquals("", unsaid.header("Preference-Applied"));
    }

    @Test
    void minimalHasCountsAndErrorsAndNoResults() {
        GatewayAnswer answer =
                prefer("return=minimal", Batches.of(3, position -> position == 1 ? BAD : Batches.newContact(position)));

        assertEquals(207, answer.status(), answer.body());
        assertEquals("return=minimal", answer.header("Preference-Applied"));
        assertEquals(0, answer.results().size());
        assertTrue(answer.json().containsKey("results"), answer.body());
        assertEquals(1, answer.json().getInteger("numErrors"));
        assertEquals(2, answer.count("Succeeded"));
        assertEquals(2, simulator.summary().writes());
    }

    @Test
    void afterTheWaitNoCallIsStartedAndThoseUnderWayAreHeardOut() {
        simulator.add(FaultRule.of(new Fault.Late(Duration.ofMillis(1_400))));

        GatewayAnswer answer = prefer("wait=1", Batches.of(250, Batches::newContact));

        assertEquals(207, answer.status(), answer.body());
        assertEquals("wait=1", answer.header("Preference-Applied"));
        assertEquals(100, answer.count("Succeeded"));
        assertEquals(150, answer.count("Unsent"));
        assertEquals(Batches.texts(100, Batches::email), answer.properties("email"));
        assertEquals(150, answer.errors().size());
        for (JsonObject error : answer.errors()) {
            assertEquals("UNSENT", error.getString("category"));
            assertEquals("gateway.DEADLINE", error.getString("subCategory"));
        }
        assertEquals("100", answer.contexts("position").get(0).get(0));
        assertEquals(100, simulator.summary().writes());
    }

    @Test
    void manyAreAppliedTogetherAndUnknownOnesNotAtAll() {
        GatewayAnswer answer = GatewayAnswer.of(caller().header("Prefer", "respond-async, return=minimal; x=1")
                .header("Prefer", "wait=100 , handling=\"strict\", handling=lenient, depth=1")
                .body(Batches.of(2, Batches::newContact))
                .post(CREATE));

        assertEquals(201, answer.status(), answer.body());
        assertEquals("return=minimal, wait=100, handling=strict", answer.header("Preference-Applied"));
        for (WrittenInput write : simulator.writesContaining("")) {
            assertEquals("", write.traceId());
        }
    }

    private GatewayAnswer prefer(String preference, String body) {
        return GatewayAnswer.of(caller().header("Prefer", preference).body(body).post(CREATE));
    }
}
