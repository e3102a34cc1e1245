package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the ledger remembers of calls and writes. */
class LedgerTest {
    private static final String CREATE = "/crm/v3/objects/deals/batch/create?a=b";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @Test
    void inputsAreKeptByteForByte() {
        String input = "{ \"properties\" : {\"amount\":\"1.10\", \"dealname\":\"\\u00e9 \\/ é\"} , \"extra\":1.10}";

        caller.post(CREATE, "{\"inputs\": [ " + input + " ,{\"properties\":{}}]}");

        WrittenInput write = simulator.ledger().writes().get(0);
        assertEquals(input, write.raw());
        assertEquals("0-3", write.objectType());
        assertTrue(write.created());
    }

    @Test
    void callsAreKeptWithPathBodyAndStatusButWithoutToken() {
        caller.post(CREATE, "{\"inputs\":[{\"properties\":{}}]}");

        ReceivedCall call =
                simulator.ledger().calls(HubSpotOperation.OBJECTS_CREATE).get(0);

        assertEquals(1, call.number());
        assertEquals(CREATE, call.path());
        assertEquals("{\"inputs\":[{\"properties\":{}}]}", call.body());
        assertEquals(201, call.status());
        assertEquals("application/json", call.headers().get("content-type"));
        assertTrue(!call.headers().containsKey("authorization"));
    }

    @Test
    void equalInputsWithOtherTraceIdsAreDoubles() {
        caller.post(CREATE, "{\"inputs\":[{\"properties\":{\"dealname\":\"a\"},\"objectWriteTraceId\":\"1\"}]}");
        caller.post(CREATE, "{\"inputs\":[{\"objectWriteTraceId\":\"2\",\"properties\":{\"dealname\":\"a\"}}]}");
        caller.post(CREATE, "{\"inputs\":[{\"properties\":{\"dealname\":\"b\"}}]}");

        List<List<WrittenInput>> doubles = simulator.ledger().doubles();

        assertEquals(1, doubles.size());
        assertEquals(
                List.of(1, 2), doubles.get(0).stream().map(WrittenInput::call).toList());
        assertEquals(2, simulator.ledger().createsWith("dealname", "a"));
        assertEquals(0, simulator.ledger().createsWith("dealname", "c"));
    }

    @Test
    void withoutRawBodiesTheCountsAndDoublesRemain() {
        simulator.settings().set(Behaviour.KEEP_RAW_BODIES, false);
        String body = "{\"inputs\":[{\"properties\":{\"dealname\":\"a\"}},{\"properties\":{\"dealname\":\"b\"}}]}";

        caller.post(CREATE, body);
        caller.post(CREATE, body);

        assertEquals(2, simulator.ledger().doubles().size());
        assertEquals("", simulator.ledger().writes().get(0).raw());
        assertEquals("", simulator.ledger().calls().get(0).body());
        assertEquals(2, simulator.ledger().calls().get(0).inputs());
    }

    @Test
    void withoutWritesAndRecordsOnlyCountsRemain() {
        simulator.settings().set(Behaviour.KEEP_WRITES, false).set(Behaviour.KEEP_RECORDS, false);

        String id = caller.post(CREATE, "{\"inputs\":[{\"properties\":{}}]}")
                .results()
                .get(0)
                .getString("id");

        assertEquals(1, simulator.ledger().summary().writes());
        assertEquals(List.of(), simulator.ledger().writes());
        assertEquals(404, caller.get("/crm/v3/objects/deals/" + id).status());
    }
}
