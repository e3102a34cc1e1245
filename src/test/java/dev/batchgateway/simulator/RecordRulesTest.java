package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for types, reads, archives and single records that no single capture shows (API-FACTS 1 and 3). */
class RecordRulesTest {
    private static final String CONTACTS = "/crm/v3/objects/contacts/batch/";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @ParameterizedTest
    @ValueSource(strings = {"contacts", "CONTACTS", "contact", "CONTACT", "0-1"})
    void allSpellingsOfATypeMeanTheSameRecords(String spelling) {
        simulator.add("Contact", "7", Map.of("firstname", "Ada"));

        Exchanged answer = caller.post(
                "/crm/v3/objects/" + spelling + "/batch/read",
                "{\"inputs\":[{\"id\":\"7\"}],\"properties\":[\"firstname\"]}");

        assertEquals(200, answer.status());
        assertEquals("Ada", property(answer.results().get(0), "firstname"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void anUnknownTypeRefusesTheCall(int status) {
        simulator.settings().set(Behaviour.UNKNOWN_TYPE_STATUS, status);

        Exchanged answer = caller.post("/crm/v3/objects/unknown_things/batch/read", "{\"inputs\":[{\"id\":\"7\"}]}");

        assertEquals(status, answer.status());
        assertEquals("Unable to infer object type from: unknown_things", answer.text("message"));
    }

    @Test
    void numericIdsExistIfTheSettingsSaySoUnlessTheyStartWith99() {
        simulator.settings().set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);

        Exchanged answer = caller.post(
                CONTACTS + "read", "{\"inputs\":[{\"id\":\"5\"},{\"id\":\"995\"},{\"id\":\"x\"},{\"id\":5}]}");

        assertEquals(
                List.of("5"),
                answer.results().stream().map(result -> result.getString("id")).toList());
        assertEquals(
                "{\"ids\":[\"995\",\"x\"]}",
                answer.errors().get(0).getJsonObject("context").encode());
    }

    @Test
    void aReadAsksOnceForIdsGivenTwiceAndReturnsNullForPropertiesWithoutValue() {
        simulator.add("contacts", "8", Map.of("email", "a@x.org"));

        Exchanged answer = caller.post(
                CONTACTS + "read",
                "{\"inputs\":[{\"id\":\"8\"},{\"id\":\"8\"}],\"properties\":[\"phone\"],\"propertiesWithHistory\":[\"email\"]}");

        assertEquals(1, answer.results().size());
        JsonObject result = answer.results().get(0);
        assertEquals(
                Set.of("phone", "createdate", "hs_object_id", "lastmodifieddate"),
                result.getJsonObject("properties").fieldNames());
        assertEquals(null, property(result, "phone"));
        assertEquals(
                "a@x.org",
                result.getJsonObject("propertiesWithHistory")
                        .getJsonArray("email")
                        .getJsonObject(0)
                        .getString("value"));
    }

    @Test
    void aReadOfNothingMayBe404() {
        simulator.settings().set(Behaviour.NOTHING_FOUND, NothingFound.WHOLE_CALL_404);

        Exchanged answer = caller.post(CONTACTS + "read", "{\"inputs\":[{\"id\":\"8\"}]}");

        assertEquals(404, answer.status());
        assertEquals("OBJECT_NOT_FOUND", answer.text("category"));
    }

    @Test
    void archivedRecordsAreFoundOnlyWhereAskedFor() {
        simulator.add("contacts", "8", Map.of());
        caller.post(CONTACTS + "archive", "{\"inputs\":[{\"id\":\"8\"}]}");
        caller.post(CONTACTS + "archive", "{\"inputs\":[{\"id\":\"8\"}]}");

        assertEquals(
                207,
                caller.post(CONTACTS + "read", "{\"inputs\":[{\"id\":\"8\"}]}").status());
        assertEquals(
                true,
                caller.post(CONTACTS + "read?archived=true", "{\"inputs\":[{\"id\":\"8\"}]}")
                        .results()
                        .get(0)
                        .getBoolean("archived"));
        assertEquals(1, simulator.ledger().summary().writes());
    }

    @Test
    void singleRecordsArePassedThroughAndListed() {
        Exchanged created = caller.post("/crm/v3/objects/contacts", "{\"properties\":{\"email\":\"A@x.org\"}}");
        Exchanged again = caller.post("/crm/v3/objects/contacts", "{\"properties\":{\"email\":\"a@x.org\"}}");
        Exchanged read = caller.get("/crm/v3/objects/contacts/" + created.text("id"));
        Exchanged found = caller.post(
                "/crm/v3/objects/contacts/search",
                "{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"email\",\"operator\":\"EQ\",\"value\":\"a@x.org\"}]}]}");

        assertEquals(
                List.of(201, 409, 200, 200), List.of(created.status(), again.status(), read.status(), found.status()));
        assertEquals("a@x.org", property(read.json(), "email"));
        assertEquals(1, found.json().getInteger("total"));
        assertEquals(404, caller.get("/crm/v3/objects/contacts/1").status());
        assertEquals(404, caller.get("/crm/v3/owners").status());
        assertTrue(caller.get("/crm/v3/properties/contacts").results().size() > 3);
        WrittenInput write = simulator.ledger().writes().get(0);
        assertEquals(HubSpotOperation.OBJECT_CREATE, write.operation());
        assertEquals("{\"properties\":{\"email\":\"A@x.org\"}}", write.raw());
    }

    private static @Nullable String property(JsonObject result, String name) {
        return result.getJsonObject("properties").getString(name);
    }
}
