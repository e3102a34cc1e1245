package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules for creates and updates that no single capture shows (API-FACTS 3). */
class WriteRulesTest {
    private static final String CONTACTS = "/crm/v3/objects/contacts/batch/";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @Test
    void oneBadInputWritesNothingUnlessEveryInputHasItsOwnTraceId() {
        String bad = "{\"properties\":{\"no_such_x\":\"1\"}";
        String good = "{\"properties\":{\"firstname\":\"a\"}";

        Exchanged none = create(good + "}", bad + "}");
        Exchanged some = create(good + ",\"objectWriteTraceId\":\"a\"}", bad + "}");
        Exchanged equal = create(good + ",\"objectWriteTraceId\":\"a\"}", bad + ",\"objectWriteTraceId\":\"a\"}");
        assertEquals(0, simulator.ledger().summary().writes());
        Exchanged own = create(good + ",\"objectWriteTraceId\":\"a\"}", bad + ",\"objectWriteTraceId\":\"b\"}");

        assertEquals(List.of(400, 400, 400, 207), List.of(none.status(), some.status(), equal.status(), own.status()));
        assertEquals(1, simulator.ledger().summary().writes());
        assertEquals("a", simulator.ledger().writes().get(0).traceId());
    }

    @Test
    void oneBadInputRefusesItsCallInSpiteOfTraceIdsIfTheSettingsSaySo() {
        simulator.settings().set(Behaviour.MULTI_STATUS, false);

        Exchanged refused = create(
                "{\"properties\":{},\"objectWriteTraceId\":\"a\"}",
                "{\"properties\":{\"no_such_x\":\"1\"},\"objectWriteTraceId\":\"b\"}");

        assertEquals(400, refused.status());
        assertEquals(0, simulator.ledger().summary().writes());
    }

    @Test
    void traceIdsComeBackOnlyIfTheSettingsSaySo() {
        String input = "{\"properties\":{},\"objectWriteTraceId\":\"a\"}";

        assertEquals("a", create(input).results().get(0).getString("objectWriteTraceId"));
        simulator.settings().set(Behaviour.ECHO_TRACE_IDS, false);
        assertFalse(create(input).results().get(0).containsKey("objectWriteTraceId"));
    }

    @Test
    void equalEmailsInOneCreateConflict() {
        String a = "{\"properties\":{\"email\":\"a@b.c\"},\"objectWriteTraceId\":\"0\"}";
        String b = "{\"properties\":{\"email\":\" A@B.c\"},\"objectWriteTraceId\":\"1\"}";

        Exchanged answer = create(a, b);

        String created = answer.results().get(0).getString("id");
        assertEquals(
                "[\"" + created + "\"]",
                answer.errors()
                        .get(0)
                        .getJsonObject("context")
                        .getJsonArray("existingId")
                        .encode());
        assertEquals(1, simulator.ledger().createsWith("email", "a@b.c"));
    }

    @Test
    void missingScopesRefuseTheCallOrTheInput() {
        Exchanged whole = create("{\"properties\":{\"no_scope_x\":\"1\"}}");
        Exchanged alone = create("{\"properties\":{\"no_scope_x\":\"1\"},\"objectWriteTraceId\":\"0\"}");

        assertEquals(403, whole.status());
        assertEquals("MISSING_SCOPES", whole.text("category"));
        assertEquals(207, alone.status());
        assertEquals("MISSING_SCOPES", alone.errors().get(0).getString("category"));
    }

    @Test
    void anOptionThatDoesNotExistIsRefused() {
        Exchanged answer = caller.post(
                "/crm/v3/objects/tickets/batch/create",
                "{\"inputs\":[{\"properties\":{\"hs_pipeline_stage\":\"no-such-option\"}}]}");

        assertEquals(400, answer.status());
        assertEquals(
                "INVALID_OPTION",
                answer.json().getJsonArray("errors").getJsonObject(0).getString("code"));
    }

    @Test
    void anUpdateOfAMissingIdFailsInTheWayTheSettingsChoose() {
        simulator.add("contacts", "1", Map.of());
        String both = "{\"inputs\":[{\"id\":\"1\",\"properties\":{\"a\":\"1\"}},{\"id\":\"2\",\"properties\":{}}]}";

        Exchanged multi = caller.post(CONTACTS + "update", both);
        simulator.settings().set(Behaviour.MISSING_ON_UPDATE, MissingOnUpdate.WHOLE_CALL_400);
        Exchanged whole400 = caller.post(CONTACTS + "update", both);
        simulator.settings().set(Behaviour.MISSING_ON_UPDATE, MissingOnUpdate.WHOLE_CALL_404);
        Exchanged whole404 = caller.post(CONTACTS + "update", both);
        simulator.settings().set(Behaviour.MISSING_ON_UPDATE, MissingOnUpdate.OMITTED);
        Exchanged omitted = caller.post(CONTACTS + "update", both);

        assertEquals(
                List.of(207, 400, 404, 200),
                List.of(multi.status(), whole400.status(), whole404.status(), omitted.status()));
        assertEquals(
                "{\"ids\":[\"2\"]}",
                multi.errors().get(0).getJsonObject("context").encode());
        assertFalse(whole404.json().containsKey("context"));
        assertEquals(1, omitted.results().size());
        assertTrue(omitted.errors().isEmpty());
        assertEquals(2, simulator.ledger().writesOf("0-1", "1").size());
    }

    @Test
    void twoInputsForOneRecordByDifferentKeysAreRefused() {
        simulator.add("contacts", "8", Map.of("email", "a@x.org"));

        Exchanged answer = caller.post(
                CONTACTS + "update",
                "{\"inputs\":[{\"id\":\"8\",\"properties\":{}},{\"id\":\"a@x.org\",\"idProperty\":\"email\",\"properties\":{}}]}");

        assertEquals(400, answer.status());
        assertEquals("Duplicate IDs found in batch input: [8]. IDs must be unique", answer.text("message"));
    }

    @Test
    void idsGrowAndAreTooLargeForAnInt() {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            ids.add(create("{\"properties\":{}}").results().get(0).getString("id"));
        }

        assertEquals(Set.of("171596044869", "171596044870", "171596044871"), ids);
    }

    private Exchanged create(String... inputs) {
        return caller.post(CONTACTS + "create", "{\"inputs\":[" + String.join(",", inputs) + "]}");
    }
}
