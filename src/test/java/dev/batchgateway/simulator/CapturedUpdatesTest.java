package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Updates and upserts of records as people captured them; the number in a name is the one in EXAMPLES. */
class CapturedUpdatesTest {
    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @BeforeEach
    void captureWasNotShuffled() {
        simulator.settings().set(Behaviour.SHUFFLE, false).set(Behaviour.ECHO_TRACE_IDS, false);
    }

    @Test
    void example10UpdateReturnsWhatWasSentAndAFewMore() {
        simulator.add("companies", "7945143592", Map.of("name", "old"));
        simulator.add("companies", "7945057905", Map.of("name", "old", "website", "kept"));

        Exchanged answer = caller.post("/crm/v3/objects/COMPANY/batch/update", """
                {"inputs":[{"id":"7945057905","properties":{"domain":"grouparoo2.demo.com","name":"Evan"}},
                           {"id":"7945143592","properties":{"domain":"notgrouparoo.demo.com","name":"John","website":"www.test.com"}}]}""");

        assertEquals(200, answer.status());
        Captured.butFor().assertLike("""
                {"status":"COMPLETE",
                 "results":[{"id":"7945057905","properties":{"createdate":"","domain":"grouparoo2.demo.com","hs_lastmodifieddate":"","hs_object_id":"7945057905","name":"Evan"},"createdAt":"","updatedAt":"","archived":false},
                            {"id":"7945143592","properties":{"createdate":"","domain":"notgrouparoo.demo.com","hs_lastmodifieddate":"","hs_object_id":"7945143592","name":"John","website":"www.test.com"},"createdAt":"","updatedAt":"","archived":false}],
                 "startedAt":"2022-02-17T19:14:14.673Z","completedAt":"2022-02-17T19:14:14.731Z"}""", answer);
    }

    @Test
    void example11CustomObjectsHaveTheirOwnTimeProperties() {
        simulator.add("2-3604285", "860292505", Map.of());

        Exchanged answer = caller.post(
                "/crm/v3/objects/2-3604285/batch/update",
                "{\"inputs\":[{\"id\":\"860292505\",\"properties\":{\"first_name\":\"Evan\"}}]}");

        assertTrue(answer.results().get(0).getJsonObject("properties").containsKey("hs_createdate"));
    }

    @Test
    void example13AnUpdateThatChangesNothingLeavesTheTimeOfTheLastChange() {
        simulator.add("contacts", "171591000198", Map.of("firstname", "old"));
        String body = "{\"inputs\":[{\"id\":\"171591000198\",\"properties\":{\"firstname\":\"Markus (updated)\"}}]}";

        String first = caller.post("/crm/v3/objects/contacts/batch/update", body)
                .results()
                .get(0)
                .getString("updatedAt");
        String second = caller.post("/crm/v3/objects/contacts/batch/update", body)
                .results()
                .get(0)
                .getString("updatedAt");

        assertEquals(first, second);
        assertEquals(2, simulator.ledger().summary().writes());
    }

    @Test
    void example14DuplicateIdsRefuseTheCallEvenWithTraceIds() {
        simulator.add("contacts", "12877907025", Map.of());

        Exchanged answer = caller.post("/crm/v3/objects/contacts/batch/update", """
                {"inputs":[{"id":"12877907025","properties":{"firstname":"a"},"objectWriteTraceId":"0"},
                           {"id":"12877907025","properties":{"firstname":"b"},"objectWriteTraceId":"1"}]}""");

        assertEquals(400, answer.status());
        Captured.butFor().assertLike("""
                {"status":"error","message":"Duplicate IDs found in batch input: [12877907025]. IDs must be unique","correlationId":"d24ec5cd-8998-4674-a928-59603ae6b0eb","context":{"ids":["12877907025"]},"category":"VALIDATION_ERROR"}""", answer);
    }

    @Test
    void example15AnIdNotFoundIsOneErrorAndTheRestIsWritten() {
        simulator.add("contacts", "171591000199", Map.of());

        Exchanged answer = caller.post("/crm/v3/objects/contacts/batch/update", """
                {"inputs":[{"id":"unknownIdentifier888","properties":{"firstname":"x"}},{"id":"171591000199","properties":{"firstname":"Siena (updated)"}}]}""");

        assertEquals(207, answer.status());
        Captured.butFor().assertLike("""
                {"completedAt":"2025-11-04T20:29:54.897Z","status":"COMPLETE","startedAt":"2025-11-04T20:29:54.816Z",
                 "results":[{"id":"171591000199","properties":{"firstname":"Siena (updated)","...":"..."},"createdAt":"","updatedAt":"","archived":false}],
                 "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.","context":{"ids":["unknownIdentifier888"]}}],
                 "numErrors":1}""", answer);
    }

    @Test
    void example16ANotFoundNamesItsTraceIdAndAMergedIdIsLeftOut() {
        simulator.add("contacts", "90003", Map.of());
        simulator.settings().set(Behaviour.MERGED_IDS, Set.of("90004"));

        Exchanged missing = caller.post("/crm/v3/objects/contacts/batch/update", """
                {"inputs":[{"id":"90003","properties":{},"objectWriteTraceId":"1"},{"id":"90002","properties":{},"objectWriteTraceId":"2,3"}]}""");
        Exchanged merged = caller.post("/crm/v3/objects/contacts/batch/update", """
                {"inputs":[{"id":"90003","properties":{},"objectWriteTraceId":"1"},{"id":"90004","properties":{},"objectWriteTraceId":"2"}]}""");

        assertEquals(207, missing.status());
        assertEquals(
                "{\"ids\":[\"90002\"],\"objectWriteTraceId\":[\"2,3\"]}",
                missing.errors().get(0).getJsonObject("context").encode());
        assertEquals(200, merged.status());
        assertEquals(
                List.of("90003"),
                merged.results().stream().map(result -> result.getString("id")).toList());
        assertTrue(merged.errors().isEmpty());
    }

    @Test
    void example17AnUpsertIsRefusedAloneForItsEmail() {
        Exchanged answer = caller.post("/crm/v3/objects/contacts/batch/upsert", """
                {"inputs":[{"id":"valid@test.com","idProperty":"email","properties":{"email":"valid@test.com"},"objectWriteTraceId":"5"},
                           {"id":"other","idProperty":"email","properties":{"email":"invalid-format"},"objectWriteTraceId":"6"},
                           {"id":"another-valid@test.com","idProperty":"email","properties":{"email":"another-valid@test.com"},"objectWriteTraceId":"7"}]}""");

        assertEquals(207, answer.status());
        Captured.butFor("id").assertLike("""
                {"results":[{"id":"44188066996","properties":{"email":"valid@test.com"},"...":"..."},
                            {"id":"44188066997","properties":{"email":"another-valid@test.com"},"...":"..."}],
                 "errors":[{"status":"error","category":"VALIDATION_ERROR","message":"Property value \\"invalid-format\\" is not a valid email","context":{"objectWriteTraceId":["6"]}}],
                 "...":"..."}""", answer);
    }

    @Test
    void example18ADatedUpsertEchoesTheTraceIdAndSaysWhetherItCreated() {
        simulator
                .settings()
                .set(Behaviour.ECHO_TRACE_IDS, true)
                .set(Behaviour.UNIQUE_PROPERTIES, Set.of("companies.customer_reference_v2"))
                .set(Limits.PERMITS, 190);
        String body = """
                {"inputs":[{"id":"K-17","idProperty":"customer_reference_v2","properties":{"customer_reference_v2":"K-17","name":"Acme"},"objectWriteTraceId":"t-1"}]}""";

        Exchanged first = caller.post("/crm/objects/2026-09/companies/batch/upsert", body);
        Exchanged second = caller.post("/crm/objects/2026-09/companies/batch/upsert", body);

        assertEquals(200, first.status());
        assertEquals("t-1", first.results().get(0).getString("objectWriteTraceId"));
        assertEquals(true, first.results().get(0).getBoolean("new"));
        assertEquals(false, second.results().get(0).getBoolean("new"));
        assertEquals(
                first.results().get(0).getString("id"), second.results().get(0).getString("id"));
        assertEquals("190", first.header("x-hubspot-ratelimit-max"));
        assertEquals("19", first.header("x-hubspot-ratelimit-secondly"));
    }

    @Test
    void example19ANonUniqueIdPropertyRefusesTheCall() {
        Exchanged answer = caller.post(
                "/crm/v3/objects/deals/batch/upsert",
                "{\"inputs\":[{\"id\":\"x\",\"idProperty\":\"dealname\",\"properties\":{},\"objectWriteTraceId\":\"0\"}]}");

        assertEquals(400, answer.status());
        assertEquals("VALIDATION_ERROR", answer.text("category"));
        assertEquals("Unable to perform update/upsert by non-unique 0-3 property dealname", answer.text("message"));
    }
}
