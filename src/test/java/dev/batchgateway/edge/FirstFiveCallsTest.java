package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.HubSpotOperation;
import dev.batchgateway.simulator.WrittenInput;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The five calls this gateway was made for, each larger than one HubSpot call. */
@QuarkusTest
class FirstFiveCallsTest extends GatewayTest {
    private static final int SIZE = 251;
    private static final int CALLS = 3;

    @Test
    void quotesBatchUpdate() {
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);

        GatewayAnswer answer = post("/crm/v3/objects/quotes/batch/update", Batches.of(SIZE, Batches::change));

        assertWhole(answer, 200, SIZE, CALLS);
        assertEquals(Batches.texts(SIZE, Batches::id), answer.fields("id"));
        assertEquals(Batches.texts(SIZE, position -> "T" + position), answer.properties("hs_title"));
        assertWritten(SIZE, HubSpotOperation.OBJECTS_UPDATE, "0-14");
    }

    @Test
    void quotesBatchCreateWithAssociations() {
        String contact = "\"associations\":[{\"to\":{\"id\":\"201\"},\"types\":"
                + "[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":69}]}]";

        GatewayAnswer answer = post(
                "/crm/v3/objects/quotes/batch/create",
                Batches.of(SIZE, position -> "{\"properties\":{\"hs_title\":\"T" + position + "\"}," + contact + "}"));

        assertWhole(answer, 201, SIZE, CALLS);
        assertEquals(Batches.texts(SIZE, position -> "T" + position), answer.properties("hs_title"));
        assertWritten(SIZE, HubSpotOperation.OBJECTS_CREATE, "0-14");
        assertEquals(SIZE, simulator.writesContaining(contact).size());
    }

    @Test
    void partnerServicesBatchUpdate() {
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);

        GatewayAnswer answer = post("/crm/v3/objects/partner_services/batch/update", Batches.of(SIZE, Batches::change));

        assertWhole(answer, 200, SIZE, CALLS);
        assertEquals(Batches.texts(SIZE, Batches::id), answer.fields("id"));
        assertWritten(SIZE, HubSpotOperation.OBJECTS_UPDATE, "partner_services");
    }

    @Test
    void lineItemsBatchUpsert() {
        String path = "/crm/v3/objects/line_items/batch/upsert";
        String body = Batches.of(
                SIZE,
                position -> "{\"id\":\"sku-" + position + "\",\"idProperty\":\"hs_external_id\","
                        + "\"properties\":{\"quantity\":\"" + position + "\"}}");

        GatewayAnswer first = post(path, body);
        GatewayAnswer second = post(path, body);

        assertWhole(first, 200, SIZE, CALLS);
        assertEquals(Batches.texts(SIZE, String::valueOf), first.properties("quantity"));
        assertEquals(Batches.texts(SIZE, position -> "true"), first.fields("new"));
        assertWhole(second, 200, SIZE, CALLS);
        assertEquals(first.fields("id"), second.fields("id"));
        assertEquals(Batches.texts(SIZE, position -> "false"), second.fields("new"));
        assertWritten(2 * SIZE, HubSpotOperation.OBJECTS_UPSERT, "0-8");
    }

    @Test
    void associationsV3BatchCreate() {
        int pairs = 2_003;

        GatewayAnswer answer = post(
                "/crm/v3/associations/quotes/line_items/batch/create",
                Batches.of(pairs, position -> Batches.pair(position, ",\"type\":\"quote_to_line_item\"")));

        assertWhole(answer, 201, pairs, 2);
        List<String> own = new ArrayList<>();
        for (JsonObject result : answer.results()) {
            if ("quote_to_line_item".equals(result.getString("type"))) {
                own.add(result.getJsonObject("from").getString("id"));
            }
        }
        assertEquals(Batches.texts(pairs, Batches::from), own);
        assertEquals(2 * pairs, answer.results().size(), "HubSpot gives both directions");
        assertWritten(pairs, HubSpotOperation.ASSOCIATIONS_CREATE, "0-14/0-8");
    }

    private static void assertWhole(GatewayAnswer answer, int status, int inputs, int calls) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(calls, answer.count("Calls"));
        assertEquals(inputs, answer.count("Succeeded"));
        assertEquals(0, answer.count("Unpaired"));
    }

    private void assertWritten(int writes, HubSpotOperation operation, String objectType) {
        assertEquals(writes, simulator.summary().writes());
        for (WrittenInput write : simulator.writesContaining("")) {
            assertEquals(operation, write.operation());
            assertEquals(objectType, write.objectType());
        }
    }
}
