package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Creates of records as people captured them; the number in a name is the one in EXAMPLES. */
class CapturedCreatesTest {
    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @BeforeEach
    void captureWasNotShuffled() {
        simulator.settings().set(Behaviour.SHUFFLE, false).set(Behaviour.ECHO_TRACE_IDS, false);
    }

    @Test
    void example1ATicketIsCreatedAndOneIsRefused() {
        simulator.settings().set(Behaviour.PORTAL_ID, 891_936_587);

        Exchanged answer = caller.post("/crm/v3/objects/tickets/batch/create", """
                {"inputs":[{"objectWriteTraceId":"549b1c2a9350","properties":{"hs_pipeline_stage":"1"}},
                           {"objectWriteTraceId":"549b1c2a9351","properties":{"no_such_thing":"1"}}]}""");

        assertEquals(207, answer.status());
        Captured.butFor("id").assertLike("""
                {"status":"COMPLETE",
                 "results":[{"id":"1145814089",
                   "properties":{"createdate":"2024-08-15T17:09:13.648Z","hs_lastmodifieddate":"2024-08-15T17:09:13.648Z","hs_object_id":"1145814089","hs_pipeline_stage":"1"},
                   "createdAt":"2024-08-15T17:09:13.648Z","updatedAt":"2024-08-15T17:09:13.648Z","archived":false}],
                 "numErrors":1,
                 "errors":[{"status":"error","category":"VALIDATION_ERROR",
                   "message":"Property values were not valid: [{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"no_such_thing\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"no_such_thing\\",\\"localizedErrorMessage\\":\\"Property \\\\\\"no_such_thing\\\\\\" does not exist\\",\\"portalId\\":891936587}]",
                   "context":{"objectWriteTraceId":["549b1c2a9351"]}}],
                 "startedAt":"2024-08-15T17:09:13.610Z","completedAt":"2024-08-15T17:09:13.910Z"}""", answer);
    }

    @Test
    void example2AConflictNamesTheTraceIdAndTheExistingRecord() {
        simulator.add("contacts", "171591000198", Map.of("email", "markus.blevins@hubspot.com"));

        Exchanged answer = caller.post("/crm/v3/objects/contacts/batch/create", """
                {"inputs":[{"objectWriteTraceId":"0","properties":{"email":"Markus.Blevins@hubspot.com"}},
                           {"objectWriteTraceId":"1","properties":{"email":"Siena.Dyer@hubspot.com","firstname":"Siena","lastname":"Dyer"}}]}""");

        assertEquals(207, answer.status());
        Captured.butFor("id").assertLike("""
                {"completedAt":"2025-11-04T20:29:54.897Z","status":"COMPLETE","startedAt":"2025-11-04T20:29:54.816Z",
                 "results":[{"id":"171596044870","properties":{"createdate":"2025-11-03T23:36:13.632Z","email":"siena.dyer@hubspot.com","firstname":"Siena","lastname":"Dyer"},
                   "createdAt":"2025-11-03T23:36:13.632Z","updatedAt":"2025-11-03T23:36:13.632Z","archived":false,"url":"https://app.hubspot.com/contacts/44237313/record/0-1/171596044870"}],
                 "errors":[{"status":"error","category":"CONFLICT","message":"Contact already exists. Existing ID: 171591000198",
                   "context":{"objectWriteTraceId":["0"],"existingId":["171591000198"]}}],
                 "numErrors":1}""", answer);
    }

    @Test
    void example3And4FullSuccessIs201WithoutErrors() {
        Exchanged answer = caller.post("/crm/v3/objects/COMPANY/batch/create", """
                {"inputs":[{"properties":{"name":"bossa","domain":"bossa.grouparoo.com"}},{"properties":{"name":"samba","domain":"samba.grouparoo.com"}}]}""");

        assertEquals(201, answer.status());
        Captured.butFor("id").assertLike("""
                {"status":"COMPLETE",
                 "results":[{"id":"7945038518","properties":{"createdate":"","domain":"bossa.grouparoo.com","hs_lastmodifieddate":"","hs_object_id":"","name":"bossa"},"createdAt":"","updatedAt":"","archived":false},
                            {"id":"7945038519","properties":{"createdate":"","domain":"samba.grouparoo.com","hs_lastmodifieddate":"","hs_object_id":"","name":"samba"},"createdAt":"","updatedAt":"","archived":false}],
                 "startedAt":"2022-02-17T18:56:16.496Z","completedAt":"2022-02-17T18:56:16.563Z"}""", answer);
    }

    @Test
    void example4ResultsComeInAnotherOrder() {
        simulator.settings().set(Behaviour.SHUFFLE, true);
        String inputs = IntStream.range(0, 50)
                .mapToObj(i -> "{\"properties\":{\"name\":\"company " + i + "\"}}")
                .collect(Collectors.joining(","));

        List<String> names =
                caller.post("/crm/v3/objects/COMPANY/batch/create", "{\"inputs\":[" + inputs + "]}").results().stream()
                        .map(result -> result.getJsonObject("properties").getString("name"))
                        .toList();

        List<String> asSent =
                IntStream.range(0, 50).mapToObj(i -> "company " + i).toList();
        assertTrue(!names.equals(asSent) && names.containsAll(asSent));
    }

    @Test
    void example5OneConflictRefusesTheWholeCallAndOnlyTheFirstIsNamed() {
        simulator.add("contacts", "6001", Map.of("email", "random1@email.com"));
        simulator.add("contacts", "6002", Map.of("email", "random2@email.com"));

        Exchanged answer = caller.post("/crm/v3/objects/contacts/batch/create", """
                {"inputs":[{"properties":{"email":"new@email.com"}},{"properties":{"email":"random1@email.com"}},{"properties":{"email":"random2@email.com"}}]}""");

        assertEquals(409, answer.status());
        Captured.butFor().assertLike("""
                {"status":"error","message":"Contact already exists. Existing ID: 6001","correlationId":"39b5e83f-bb85-4a01-8b8c-656b8ecc6f32","category":"CONFLICT"}""", answer);
        assertEquals(0, simulator.ledger().summary().writes());
    }

    @Test
    void example6AConflictMayNotNameTheRecord() {
        simulator.settings().set(Behaviour.CONFLICT_NAMES_ID, false);
        simulator.add("contacts", Map.of("email", "a@b.c"));

        Exchanged answer = caller.post(
                "/crm/v3/objects/contacts/batch/create", "{\"inputs\":[{\"properties\":{\"email\":\"a@b.c\"}}]}");

        assertEquals(409, answer.status());
        Captured.butFor().assertLike("""
                {"status":"error","message":"Contact already exists","correlationId":"c0895ebf-9e3e-4b7d-b6e6-124e02d3f9c3","category":"CONFLICT"}""", answer);
    }

    @Test
    void example8PropertyErrorsOfAllInputsAreLumpedTogether() {
        Exchanged answer = caller.post("/crm/v3/objects/contacts/batch/create", """
                {"inputs":[{"properties":{"no_such_first":"a","no_such_last":"b"}},{"properties":{"no_such_first":"c","no_such_last":"d"}}]}""");

        assertEquals(400, answer.status());
        Captured.butFor().assertLike("""
                {"status":"error",
                 "message":"Property values were not valid: [{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"no_such_first\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"no_such_first\\"},{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"no_such_last\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"no_such_last\\"},{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"no_such_first\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"no_such_first\\"},{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"no_such_last\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"no_such_last\\"}]",
                 "correlationId":"a996e7d6-de07-46ef-bddc-897126eb8859",
                 "errors":[{"message":"Property \\"no_such_first\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["no_such_first"]}},
                           {"message":"Property \\"no_such_last\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["no_such_last"]}},
                           {"message":"Property \\"no_such_first\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["no_such_first"]}}],
                 "category":"VALIDATION_ERROR"}""", answer);
    }
}
