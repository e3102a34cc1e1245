package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules for upserts that no single capture shows (API-FACTS 5). */
class UpsertRulesTest {
    private static final String CONTACTS = "/crm/v3/objects/contacts/batch/";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @Test
    void anUpsertMeetsItsRecordWhateverTheCaseOfItsEmail() {
        Exchanged first =
                upsert("{\"id\":\"Ada@x.org\",\"idProperty\":\"email\",\"properties\":{\"firstname\":\"A\"}}");
        Exchanged second =
                upsert("{\"id\":\"ada@X.org\",\"idProperty\":\"email\",\"properties\":{\"lastname\":\"L\"}}");

        assertEquals(
                first.results().get(0).getString("id"), second.results().get(0).getString("id"));
        assertEquals("ada@x.org", property(first.results().get(0), "email"));
        assertEquals(
                List.of(true, false),
                List.of(
                        first.results().get(0).getBoolean("new"),
                        second.results().get(0).getBoolean("new")));
    }

    @Test
    void emailsThatDifferInCaseAreDuplicatesInOneUpsert() {
        Exchanged answer = upsert(
                "{\"id\":\"Ada@x.org\",\"idProperty\":\"email\",\"properties\":{},\"objectWriteTraceId\":\"0\"}",
                "{\"id\":\"ada@x.org\",\"idProperty\":\"email\",\"properties\":{},\"objectWriteTraceId\":\"1\"}");

        assertEquals(400, answer.status());
        assertEquals("Duplicate IDs found in batch input: [ada@x.org]. IDs must be unique", answer.text("message"));
        assertEquals(
                "{\"ids\":[\"ada@x.org\"]}",
                answer.json().getJsonObject("context").encode());
    }

    @Test
    void anUpsertThatTakesAnothersEmailConflicts() {
        simulator.add("contacts", "8", Map.of("email", "taken@x.org"));

        Exchanged answer =
                upsert("{\"id\":\"free@x.org\",\"idProperty\":\"email\",\"properties\":{\"email\":\"taken@x.org\"}}");

        assertEquals(409, answer.status());
        assertEquals("Contact already exists. Existing ID: 8", answer.text("message"));
    }

    @Test
    void anUpsertMayKeepItsKeyToItself() {
        simulator.settings().set(Behaviour.UPSERT_RETURNS_KEY, false);

        Exchanged answer = upsert("{\"id\":\"a@x.org\",\"idProperty\":\"email\",\"properties\":{\"firstname\":\"A\"}}");

        assertFalse(answer.results().get(0).getJsonObject("properties").containsKey("email"));
    }

    private Exchanged upsert(String... inputs) {
        return caller.post(CONTACTS + "upsert", "{\"inputs\":[" + String.join(",", inputs) + "]}");
    }

    private static @Nullable String property(JsonObject result, String name) {
        return result.getJsonObject("properties").getString(name);
    }
}
