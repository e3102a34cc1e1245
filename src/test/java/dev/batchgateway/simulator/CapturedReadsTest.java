package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads, archives and mistaken bodies as people captured them; the number in a name is the one in EXAMPLES. */
class CapturedReadsTest {
    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @BeforeEach
    void captureWasNotShuffled() {
        simulator.settings().set(Behaviour.SHUFFLE, false).set(Behaviour.ECHO_TRACE_IDS, false);
    }

    @Test
    void example20And21MoreInputsThanTheLimitAreRefusedWithItsNumber() {
        Exchanged plain = caller.post("/crm/v3/objects/contacts/batch/read", reads(101, ""));
        Exchanged histories = caller.post(
                "/crm/v3/objects/contacts/batch/read", reads(51, ",\"propertiesWithHistory\":[\"firstname\"]"));

        assertEquals(400, plain.status());
        Captured.butFor().assertLike("""
                {"status":"error","message":"The maximum number of inputs supported in a batch is 100. Please reduce the number of items and try again","correlationId":"3784ea30-07ce-4866-98e8-bf691d18899e","category":"VALIDATION_ERROR"}""", plain);
        assertEquals("99", plain.header("X-HubSpot-RateLimit-Remaining"));
        assertEquals(400, histories.status());
        assertEquals(
                "The maximum number of inputs supported in a batch request for property histories is 50. Please reduce"
                        + " the number of items and try again",
                histories.text("message"));
    }

    @Test
    void example22NothingFoundIsOneErrorWithAllIds() {
        Exchanged answer = caller.post(
                "/crm/v3/objects/contacts/batch/read",
                "{\"idProperty\":\"email\",\"inputs\":[{\"id\":\"meows@loudly.lol\"},{\"id\":\"Purrs@loudly.lol\"}]}");

        assertEquals(207, answer.status());
        Captured.butFor().assertLike("""
                {"status":"COMPLETE","results":[],"numErrors":1,
                 "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.","context":{"ids":["meows@loudly.lol","purrs@loudly.lol"]}}],
                 "startedAt":"2024-04-24T19:21:09.694Z","completedAt":"2024-04-24T19:21:09.747Z"}""", answer);
    }

    @Test
    void example23ArchiveAnswers204WithRateHeadersAndNoBody() {
        simulator.add("companies", "7945028643", Map.of());

        Exchanged answer = caller.post(
                "/crm/v3/objects/COMPANY/batch/archive",
                "{\"inputs\":[{\"id\":\"7945028643\"},{\"id\":\"7945028644\"}]}");

        assertEquals(204, answer.status());
        assertEquals("", answer.body());
        assertEquals("", answer.header("Content-Type"));
        assertEquals("99", answer.header("X-HubSpot-RateLimit-Remaining"));
        assertEquals(1, simulator.ledger().writesOf("0-2", "7945028643").size());
    }

    @Test
    void example33ABodyWithoutInputsDoesNothing() {
        Exchanged answer =
                caller.post("/crm/v3/objects/contacts/batch/upsert", "{\"properties\":{\"email\":\"a@b.c\"}}");

        assertEquals(200, answer.status());
        Captured.butFor()
                .assertLike("{\"status\":\"COMPLETE\",\"results\":[],\"startedAt\":\"\",\"completedAt\":\"\"}", answer);
    }

    @Test
    void example34MalformedJsonIs400WithoutCategory() {
        Exchanged array = caller.post("/crm/v3/objects/contacts/batch/create", "[{\"inputs\":[]}]");
        Exchanged broken = caller.post("/crm/v3/objects/contacts/batch/create", "{\n\"inputs\":[{]}");
        Exchanged none = caller.post("/crm/v3/objects/contacts/batch/create", "");

        assertEquals(400, array.status());
        assertEquals(
                "Invalid input JSON on line 1, column 1: Cannot deserialize value of type"
                        + " `com.hubspot.inbounddb.publicobject.core.v2.SimplePublicObjectBatchInput$Json` from Array"
                        + " value (token `JsonToken.START_ARRAY`)",
                array.text("message"));
        assertEquals("null", array.text("category"));
        assertTrue(broken.text("message").startsWith("Invalid input JSON on line 2, column "), broken.body());
        assertEquals("Invalid JSON input: a request body was expected, but none found", none.text("message"));
    }

    private static String reads(int inputs, String rest) {
        return IntStream.range(0, inputs)
                .mapToObj(i -> "{\"id\":\"" + i + "\"}")
                .collect(Collectors.joining(",", "{\"inputs\":[", "]" + rest + "}"));
    }
}
