package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers that are not all success: which inputs, in what order, with which status. */
@QuarkusTest
class MultiStatusTest extends GatewayTest {
    private static final String CONTACTS = "/crm/v3/objects/contacts/batch/";
    private static final Set<Integer> BAD = Set.of(3, 99, 100, 205);
    private static final int SIZE = 211;

    @Test
    void goodInputsAreWrittenAndEachBadOneIsAnErrorWithItsPosition() {
        GatewayAnswer answer = post(CONTACTS + "create", Batches.of(SIZE, MultiStatusTest::someBad));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(
                IntStream.range(0, SIZE)
                        .filter(position -> !BAD.contains(position))
                        .mapToObj(Batches::email)
                        .toList(),
                answer.properties("email"));
        assertEquals(List.of(List.of("3"), List.of("99"), List.of("100"), List.of("205")), answer.contexts("position"));
        assertEquals(BAD.size(), answer.json().getInteger("numErrors"));
        for (JsonObject error : answer.errors()) {
            assertEquals("error", error.getString("status"));
            assertEquals("VALIDATION_ERROR", error.getString("category"));
            assertTrue(error.getString("message").contains("invalid-format"), error.encode());
        }
        assertEquals(SIZE - BAD.size(), answer.count("Succeeded"));
        assertEquals(BAD.size(), answer.count("Rejected"));
        assertEquals(3, answer.count("Calls"));
        assertEquals(SIZE - BAD.size(), simulator.summary().writes());
        assertEquals(0, simulator.doubles());
    }

    private static String someBad(int position) {
        return BAD.contains(position)
                ? "{\"properties\":{\"email\":\"invalid-format\",\"firstname\":\"F" + position + "\"}}"
                : Batches.newContact(position);
    }

    @Test
    void conflictsKeepTheExistingId() {
        String id = simulator.addRecord("contacts", Map.of("email", Batches.email(1)));

        GatewayAnswer answer = post(CONTACTS + "create", Batches.of(2, Batches::newContact));

        assertEquals(207, answer.status(), answer.body());
        assertEquals("CONFLICT", answer.errors().get(0).getString("category"));
        assertEquals(List.of(List.of(id)), answer.contexts("existingId"));
        assertEquals(List.of(List.of("1")), answer.contexts("position"));
    }

    @Test
    void missingIdsOfAReadShareOneErrorAsAtHubSpot() {
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);

        GatewayAnswer answer = post(
                CONTACTS + "read",
                Batches.of(
                        SIZE,
                        position ->
                                position % 70 == 5 ? "{\"id\":\"9900" + position + "\"}" : Batches.onlyId(position)));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(1, answer.json().getInteger("numErrors"));
        assertEquals(List.of(List.of("99005", "990075", "9900145")), answer.contexts("ids"));
        assertEquals(List.of(List.of("5", "75", "145")), answer.contexts("position"));
        assertEquals("OBJECT_NOT_FOUND", answer.errors().get(0).getString("category"));
        assertEquals(3, answer.count("Rejected"));
        assertEquals(SIZE - 3, answer.results().size());
    }

    @Test
    void anUpdateOfAMissingRecordIsItsError() {
        simulator.set(Behaviour.ANY_NUMERIC_ID_EXISTS, true);

        GatewayAnswer answer = post(
                CONTACTS + "update",
                Batches.of(Batches.change(0), "{\"id\":\"9901\",\"properties\":{}}", Batches.change(2)));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(List.of(List.of("9901")), answer.contexts("ids"));
        assertEquals(List.of(List.of("1")), answer.contexts("position"));
        assertEquals(List.of(Batches.id(0), Batches.id(2)), answer.fields("id"));
    }

    @Test
    void twoErrorsOfHubSpotForOneInputAreOneRejectedInput() {
        String missing = "{\"from\":{\"id\":\"99105\"},\"to\":{\"id\":\"99205\"},\"type\":\"contact_to_company\"}";

        GatewayAnswer answer = post(
                "/crm/v3/associations/contacts/companies/batch/create",
                Batches.of(Batches.pair(0, ",\"type\":\"contact_to_company\""), missing));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(1, answer.count("Rejected"));
        assertEquals(1, answer.json().getInteger("numErrors"));
        assertEquals(List.of(List.of("1")), answer.contexts("position"));
    }

    @Test
    void defaultAssociationsWithHubSpotsErrorsAreStill200() {
        GatewayAnswer answer = post(
                "/crm/v4/associations/contacts/companies/batch/associate/default",
                Batches.of(Batches.pair(0, ""), "{\"from\":{\"id\":\"99105\"},\"to\":{\"id\":\"7\"}}"));

        assertEquals(200, answer.status(), answer.body());
        assertEquals(1, answer.count("Rejected"));
        assertEquals(List.of(List.of("1")), answer.contexts("position"));
    }

    @Test
    void aRecordWithoutAssociationsHasSucceededAndKeepsHubSpotsEntry() {
        GatewayAnswer answer =
                post("/crm/v4/associations/contacts/companies/batch/read", Batches.of(2, Batches::onlyId));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(2, answer.count("Succeeded"));
        assertEquals(0, answer.count("Rejected"));
        assertEquals(2, answer.json().getInteger("numErrors"));
        assertEquals(
                "crm.associations.NO_ASSOCIATIONS_FOUND", answer.errors().get(0).getString("subCategory"));
    }

    @Test
    void whatHubSpotRefusesAlikeForAllIsItsOwnAnswer() {
        GatewayAnswer badToken = GatewayAnswer.of(caller("Bearer bad-" + System.nanoTime())
                .body(Batches.of(SIZE, Batches::newContact))
                .post(CONTACTS + "create"));
        GatewayAnswer noScope = GatewayAnswer.of(caller("Bearer noscope-" + System.nanoTime())
                .body(Batches.of(SIZE, Batches::newContact))
                .post(CONTACTS + "create"));
        GatewayAnswer noType = post("/crm/v3/objects/unknown_things/batch/read", Batches.of(SIZE, Batches::onlyId));

        assertEquals(401, badToken.status());
        assertEquals("INVALID_AUTHENTICATION", badToken.text("category"));
        assertEquals(1, badToken.count("Calls"));
        assertEquals(SIZE, badToken.count("Unsent"));
        assertEquals(403, noScope.status());
        assertEquals("MISSING_SCOPES", noScope.text("category"));
        assertEquals(4, noScope.count("Calls"));
        assertEquals(400, noType.status());
        assertEquals("Unable to infer object type from: unknown_things", noType.text("message"));
        assertEquals(0, simulator.summary().writes());
    }

    @Test
    void aLostAnswerToACreateIsUnconfirmedAndNotRepeated() {
        simulator.add(
                FaultRule.of(new Fault.Cut(Fault.Cut.Moment.AFTER_WRITING)).onCalls(2, 2));

        GatewayAnswer answer = post(CONTACTS + "create", Batches.of(101, Batches::newContact));

        assertEquals(207, answer.status(), answer.body());
        assertEquals(1, answer.count("Unconfirmed"));
        assertEquals(100, answer.count("Succeeded"));
        assertEquals("false", answer.header("X-Should-Retry"));
        JsonObject error = answer.errors().get(0);
        assertEquals("UNCONFIRMED", error.getString("category"));
        assertEquals("gateway.NO_ANSWER", error.getString("subCategory"));
        assertEquals(List.of(List.of("100")), answer.contexts("position"));
        assertEquals(101, simulator.summary().writes());
        assertEquals(0, simulator.doubles());
    }

    @Test
    void timesSpanAllCalls() {
        simulator.add(
                FaultRule.of(reply("2026-01-02T03:04:05.100Z", "2026-01-02T03:04:05.200Z", "2026-01-02T03:04:05.300Z")),
                FaultRule.of(reply("2026-01-02T03:04:04Z", "2026-01-02T03:04:05.250Z", "2026-01-02T03:04:09.000Z")));

        GatewayAnswer answer = post(
                "/crm/associations/2026-03/contacts/companies/batch/archive",
                Batches.of(101, position -> Batches.pair(position, "")));

        assertEquals(200, answer.status(), answer.body());
        assertEquals("2026-01-02T03:04:04.000Z", answer.text("requestedAt"));
        assertEquals("2026-01-02T03:04:05.200Z", answer.text("startedAt"));
        assertEquals("2026-01-02T03:04:09.000Z", answer.text("completedAt"));
        assertEquals(2, answer.count("Calls"));
    }

    private static Fault reply(String requested, String started, String completed) {
        String body = "{\"status\":\"COMPLETE\",\"results\":[],\"requestedAt\":\"" + requested + "\",\"startedAt\":\""
                + started + "\",\"completedAt\":\"" + completed + "\"}";
        return new Fault.Reply(200, Map.of("Content-Type", "application/json"), Buffer.buffer(body), false);
    }

    @Test
    void timesAreThereThoughHubSpotGivesSome() {
        Instant before = Instant.now().minusMillis(1);

        GatewayAnswer answer = post(CONTACTS + "create", Batches.of(2, Batches::newContact));

        Instant requested = Instant.parse(answer.text("requestedAt"));
        Instant started = Instant.parse(answer.text("startedAt"));
        Instant completed = Instant.parse(answer.text("completedAt"));
        assertFalse(requested.isBefore(before), answer.body());
        assertFalse(started.isBefore(requested.minusMillis(1)), answer.body());
        assertFalse(completed.isBefore(started), answer.body());
        assertFalse(completed.isAfter(Instant.now().plusMillis(1)), answer.body());
        assertTrue(answer.header("Server-Timing").matches("permits;dur=\\d+, hubspot;dur=\\d+, total;dur=\\d+"));
    }
}
