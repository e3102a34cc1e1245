package dev.batchgateway.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.HubSpotOperation;
import dev.batchgateway.simulator.LedgerSummary;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.simulator.WrittenInput;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HubSpot's Node SDK, whole, through the one base URL: batches of any size, and everything that is no batch. */
@QuarkusTest
class NodeSdkTest extends GatewayTest {
    private static final int INPUTS = 3_000;
    /** In the script. */
    private static final int FIRST_COMPANY = 500_000;

    @ParameterizedTest
    @ValueSource(strings = {"sdk-13", "sdk-14"})
    void worksWithNothingChangedButItsBaseUrl(String version) {
        NodeSdk sdk = NodeSdk.installed(version);
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);

        NodeSdk.Ran ran = sdk.run(Map.of(
                "BASE_URL", gateway().toString(),
                "ACCESS_TOKEN", token.substring("Bearer ".length()),
                "INPUTS", String.valueOf(INPUTS)));

        assertEquals(0, ran.status(), ran::errors);
        JsonObject told = new JsonObject(ran.output());
        assertBatch(told.getJsonObject("create"), position -> "F" + position);
        assertTrue(told.getJsonObject("create").getBoolean("hasTimes"));
        assertBatch(told.getJsonObject("update"), position -> "G" + position);
        assertBatch(told.getJsonObject("upsert"), position -> "L" + position);
        assertEquals(
                INPUTS,
                told.getJsonObject("upsert").getJsonArray("isNew").stream()
                        .filter(Boolean.FALSE::equals)
                        .count());
        assertBatch(told.getJsonObject("read"), position -> "G" + (INPUTS - 1 - position));
        assertTrue(told.getJsonObject("archive").containsKey("answer"));
        assertNull(told.getJsonObject("archive").getValue("answer"), "204");
        assertAssociated(told.getJsonObject("create").getJsonArray("ids"), told.getJsonObject("associate"));
        assertEquals(
                new JsonObject()
                        .put("results", 1)
                        .put("errors", 1)
                        .put("position", new JsonArray().add("1"))
                        .put("category", "VALIDATION_ERROR"),
                told.getJsonObject("mixed"));
        assertEquals("string", told.getJsonObject("single").getString("id"));
        assertEquals(1, told.getJsonObject("search").getInteger("total"));
        assertTrue(told.getJsonObject("properties").getBoolean("results"));
        assertCalls();
    }

    private static void assertBatch(JsonObject answer, IntFunction<String> value) {
        assertEquals("COMPLETE", answer.getString("status"));
        assertEquals(
                IntStream.range(0, INPUTS).mapToObj(value).toList(),
                answer.getJsonArray("values").getList());
    }

    /** Each pair was written once, and has its result in either direction, as HubSpot gives them, in the inputs' order. */
    private void assertAssociated(JsonArray contacts, JsonObject answer) {
        List<String> pairs = IntStream.range(0, INPUTS)
                .mapToObj(position -> contacts.getString(position) + "->" + (FIRST_COMPANY + position))
                .toList();
        List<String> reversed = IntStream.range(0, INPUTS)
                .mapToObj(position -> (FIRST_COMPANY + position) + "->" + contacts.getString(position))
                .toList();

        assertEquals(INPUTS, Set.copyOf(pairs).size());
        assertEquals("COMPLETE", answer.getString("status"));
        assertEquals(2 * INPUTS, answer.getInteger("results"));
        assertEquals(pairs, answer.getJsonArray("contacts").getList());
        assertEquals(reversed, answer.getJsonArray("companies").getList());
        assertEquals(
                pairs.stream().sorted().toList(),
                simulator.writes(HubSpotOperation.ASSOCIATIONS_CREATE).stream()
                        .map(WrittenInput::recordId)
                        .sorted()
                        .toList());
        LedgerSummary.Counts counts = simulator.summary().operations().get(HubSpotOperation.ASSOCIATIONS_CREATE);
        assertEquals(new LedgerSummary.Counts(2, INPUTS, INPUTS, 2_000), counts);
    }

    /** 100 inputs a call, 2,000 for associations; and what is no batch as one call each. */
    private void assertCalls() {
        List<ReceivedCall> calls = simulator.calls();

        for (String operation : List.of("create", "update", "upsert", "read", "archive")) {
            assertEquals(
                    INPUTS / 100 + (operation.equals("create") ? 1 : 0),
                    calls.stream()
                            .filter(call -> call.path().endsWith("/contacts/batch/" + operation))
                            .count(),
                    operation);
        }
        assertEquals(
                2,
                calls.stream()
                        .filter(call -> call.path().contains("/associations/"))
                        .count());
        for (String path :
                List.of("/crm/v3/objects/contacts", "/crm/v3/objects/contacts/search", "/crm/v3/properties/contacts")) {
            assertEquals(
                    1,
                    calls.stream()
                            .filter(call -> call.path().split("\\?", 2)[0].equals(path))
                            .count(),
                    path);
        }
    }
}
