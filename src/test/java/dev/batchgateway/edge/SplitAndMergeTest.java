package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.HubSpotOperation;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.simulator.WrittenInput;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Batches around every bound: as many calls as needed and no more, each as full as HubSpot allows, and every result in
 * its caller's place although HubSpot shuffles.
 */
@QuarkusTest
class SplitAndMergeTest extends GatewayTest {
    private static final String CONTACTS = "/crm/v3/objects/contacts/batch/";
    private static final String COMPANIES = "/crm/v4/associations/contacts/companies/batch/";

    @BeforeEach
    void anyRecordExists() {
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true).set(Behaviour.SHUFFLE, true);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "99,1", "100,1", "101,2", "200,2", "1003,11"})
    void objectsAreCreatedInHundreds(int size, int calls) {
        GatewayAnswer answer = post(CONTACTS + "create", Batches.of(size, Batches::newContact));

        assertWhole(answer, 201, size, calls);
        assertEquals(Batches.texts(size, Batches::email), answer.properties("email"));
        assertLedgerAgrees(answer, size, calls);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "100,1", "101,2", "1003,11"})
    void withoutEchoedTraceIdsCreatedObjectsAreToldByTheirValues(int size, int calls) {
        simulator.set(Behaviour.ECHO_TRACE_IDS, false);

        GatewayAnswer answer = post(CONTACTS + "create", Batches.of(size, Batches::newContact));

        assertWhole(answer, 201, size, calls);
        assertEquals(Batches.texts(size, Batches::email), answer.properties("email"));
        assertLedgerAgrees(answer, size, calls);
    }

    @ParameterizedTest
    @CsvSource({"1,1,true", "99,1,false", "100,1,true", "101,2,true", "101,2,false", "1003,11,true", "1003,11,false"})
    void objectsAreUpdatedInHundreds(int size, int calls, boolean echoed) {
        simulator.set(Behaviour.ECHO_TRACE_IDS, echoed);

        GatewayAnswer answer = post(CONTACTS + "update", Batches.of(size, Batches::change));

        assertWhole(answer, 200, size, calls);
        assertEquals(Batches.texts(size, Batches::id), answer.fields("id"));
        assertEquals(Batches.texts(size, position -> "T" + position), answer.properties("hs_title"));
        assertLedgerAgrees(answer, size, calls);
    }

    @ParameterizedTest
    @CsvSource({"1,1,true", "100,1,false", "101,2,true", "101,2,false", "1003,11,true", "1003,11,false"})
    void objectsAreUpsertedInHundreds(int size, int calls, boolean echoed) {
        simulator.set(Behaviour.ECHO_TRACE_IDS, echoed);

        GatewayAnswer answer = post(CONTACTS + "upsert", Batches.of(size, Batches::upsert));

        assertWhole(answer, 200, size, calls);
        assertEquals(Batches.texts(size, Batches::reference), answer.properties("unique_ref"));
        assertLedgerAgrees(answer, size, calls);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "100,1", "101,2", "1003,11"})
    void objectsAreReadInHundreds(int size, int calls) {
        GatewayAnswer answer = post(CONTACTS + "read", Batches.of(size, Batches::onlyId));

        assertWhole(answer, 200, size, calls);
        assertEquals(Batches.texts(size, Batches::id), answer.fields("id"));
        assertCalls(calls, size, 100);
    }

    @ParameterizedTest
    @CsvSource({"50,1", "51,2", "101,3"})
    void objectsAreReadInFiftiesWithTheirHistories(int size, int calls) {
        String body = Batches.of(size, Batches::onlyId)
                .replaceFirst("\\{", "{\"propertiesWithHistory\":[\"email\"],\"properties\":[\"email\"],");

        GatewayAnswer answer = post(CONTACTS + "read", body);

        assertWhole(answer, 200, size, calls);
        assertEquals(Batches.texts(size, Batches::id), answer.fields("id"));
        assertCalls(calls, size, 50);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "100,1", "101,2", "1003,11"})
    void objectsAreArchivedInHundredsWithoutABody(int size, int calls) {
        GatewayAnswer answer = post(CONTACTS + "archive", Batches.of(size, Batches::onlyId));

        assertWhole(answer, 204, size, calls);
        assertEquals("", answer.body());
        assertCalls(calls, size, 100);
        assertEquals(size, simulator.summary().writes());
    }

    @ParameterizedTest
    @CsvSource({"1999,1", "2000,1", "2001,2"})
    void associationsAreCreatedInTwoThousands(int size, int calls) {
        String label = ",\"types\":[{\"associationCategory\":\"USER_DEFINED\",\"associationTypeId\":36}]";

        GatewayAnswer answer = post(COMPANIES + "create", Batches.of(size, position -> Batches.pair(position, label)));

        assertWhole(answer, 201, size, calls);
        assertEquals(Batches.texts(size, Batches::from), ends(answer, "0-1"));
        assertCalls(calls, size, 2_000);
        assertEquals(size, simulator.summary().writes());
    }

    @ParameterizedTest
    @CsvSource({"1000,1", "1001,2"})
    void defaultAssociationsAreMadeInThousands(int size, int calls) {
        GatewayAnswer answer =
                post(COMPANIES + "associate/default", Batches.of(size, position -> Batches.pair(position, "")));

        assertWhole(answer, 200, size, calls);
        List<String> froms = answer.results().stream()
                .map(result -> result.getJsonObject("from").getString("id"))
                .filter(id -> id.startsWith("1"))
                .toList();
        assertEquals(Batches.texts(size, Batches::from), froms);
        assertCalls(calls, size, 1_000);
    }

    @ParameterizedTest
    @CsvSource({"1000,1", "1001,2"})
    void associationsAreReadInThousands(int size, int calls) {
        assertEquals(
                201,
                post(
                                "/crm/v3/associations/contacts/companies/batch/create",
                                Batches.of(
                                        size, position -> Batches.pair(position, ",\"type\":\"contact_to_company\"")))
                        .status());

        GatewayAnswer answer =
                post(COMPANIES + "read", Batches.of(size, position -> "{\"id\":\"" + Batches.from(position) + "\"}"));

        assertWhole(answer, 200, size, calls);
        List<String> froms = answer.results().stream()
                .map(result -> result.getJsonObject("from").getString("id"))
                .toList();
        assertEquals(Batches.texts(size, Batches::from), froms);
        List<ReceivedCall> reads = simulator.calls().stream()
                .filter(call -> call.operation() == HubSpotOperation.ASSOCIATIONS_READ)
                .toList();
        assertEquals(calls, reads.size());
        assertEquals(size, reads.stream().mapToInt(ReceivedCall::inputs).sum());
    }

    @ParameterizedTest
    @CsvSource({"archive,100,1", "archive,101,2", "labels/archive,101,2"})
    void associationsAreArchivedInHundreds(String operation, int size, int calls) {
        String label = ",\"types\":[{\"associationCategory\":\"USER_DEFINED\",\"associationTypeId\":36}]";

        GatewayAnswer answer = post(
                COMPANIES + operation,
                Batches.of(size, position -> Batches.pair(position, operation.equals("archive") ? "" : label)));

        assertWhole(answer, 204, size, calls);
        assertCalls(calls, size, 100);
    }

    @Test
    void aBoundThatHubSpotLowersIsLearnedAndKept() {
        simulator.set(Limits.inputs(HubSpotOperation.OBJECTS_UPDATE), 40);

        GatewayAnswer first = post(CONTACTS + "update", Batches.of(83, Batches::change));
        GatewayAnswer second = post(CONTACTS + "update", Batches.of(83, Batches::change));

        assertEquals(200, first.status(), first.body());
        assertEquals(Batches.texts(83, Batches::id), first.fields("id"));
        assertEquals(1 + 3, first.count("Calls"), "one refused, then 40, 40 and 3");
        assertWhole(second, 200, 83, 3);
        assertEquals(Batches.texts(83, Batches::id), second.fields("id"));
        assertEquals(2 * 83, simulator.summary().writes());
    }

    @Test
    void aLearnedBoundHoldsForItsOperationAndTypeAlone() {
        simulator.set(Limits.inputs(HubSpotOperation.OBJECTS_UPDATE), 40);
        post(CONTACTS + "update", Batches.of(41, Batches::change));

        assertWhole(post(CONTACTS + "read", Batches.of(100, Batches::onlyId)), 200, 100, 1);
        assertEquals(
                3,
                post("/crm/v3/objects/deals/batch/update", Batches.of(41, Batches::change))
                        .count("Calls"));
    }

    private static void assertWhole(GatewayAnswer answer, int status, int inputs, int calls) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(calls, answer.count("Calls"));
        assertEquals(0, answer.count("Retries"));
        assertEquals(inputs, answer.count("Succeeded"));
        assertEquals(0, answer.count("Rejected"));
        assertEquals(0, answer.count("Unconfirmed"));
        assertEquals(0, answer.count("Unsent"));
        assertEquals(0, answer.count("Unpaired"));
        if (status != 204) {
            JsonObject body = answer.json();
            assertEquals("COMPLETE", body.getString("status"));
            assertTrue(!body.containsKey("errors") && !body.containsKey("numErrors"), answer.body());
        }
    }

    /** The calls HubSpot got: their number, all inputs in them, and none larger than need be. */
    private void assertCalls(int calls, int inputs, int most) {
        List<ReceivedCall> received = simulator.calls();
        assertEquals(calls, received.size());
        assertEquals(inputs, received.stream().mapToInt(ReceivedCall::inputs).sum());
        assertTrue(received.stream().allMatch(call -> call.inputs() <= most), "none above " + most);
    }

    /** What the answer says of each input is what HubSpot wrote, once: the id beside the values. */
    private void assertLedgerAgrees(GatewayAnswer answer, int size, int calls) {
        assertCalls(calls, size, 100);
        assertEquals(size, simulator.summary().writes());
        assertEquals(0, simulator.doubles());
        Map<String, String> written = new HashMap<>();
        for (WrittenInput write : simulator.writesContaining("")) {
            written.put(write.recordId(), write.raw());
        }
        for (JsonObject result : answer.results()) {
            String raw = written.get(result.getString("id"));
            if (raw != null) { // The ledger lists the first thousand.
                String value = new JsonObject(raw)
                        .getJsonObject("properties").getMap().values().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining());
                String told = new JsonObject(raw)
                        .getJsonObject("properties").fieldNames().stream()
                                .map(name -> result.getJsonObject("properties").getString(name))
                                .sorted()
                                .collect(Collectors.joining());
                assertEquals(value, told);
            }
        }
        assertEquals(Math.min(size, 1_000), written.size());
    }

    /** The near ends of those associations that start at a record of that type. */
    private static List<String> ends(GatewayAnswer answer, String fromType) {
        return answer.results().stream()
                .filter(result -> fromType.equals(result.getString("fromObjectTypeId")))
                .map(result -> String.valueOf(result.getValue("fromObjectId")))
                .toList();
    }
}
