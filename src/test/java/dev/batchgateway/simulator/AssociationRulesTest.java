package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules for associations that no single capture shows (API-FACTS 1.3 to 1.6, 3.3). */
class AssociationRulesTest {
    private static final String V4 = "/crm/v4/associations/contacts/companies/batch/";
    private static final String LABELLED =
            "{\"inputs\":[{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"2\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":279},"
                    + "{\"associationCategory\":\"USER_DEFINED\",\"associationTypeId\":36}]}]}";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @Test
    void v4ResultsNameIdsTypesAndLabelsInBothDirections() {
        Exchanged answer = caller.post(V4 + "create", LABELLED);

        assertEquals(201, answer.status());
        assertEquals(
                List.of(
                        "{\"fromObjectTypeId\":\"0-2\",\"fromObjectId\":2,\"toObjectTypeId\":\"0-1\",\"toObjectId\":1,\"labels\":[\"Label 37\"]}",
                        "{\"fromObjectTypeId\":\"0-1\",\"fromObjectId\":1,\"toObjectTypeId\":\"0-2\",\"toObjectId\":2,\"labels\":[\"Label 36\"]}"),
                answer.results().stream().map(JsonObject::encode).toList());
        simulator.settings().set(Behaviour.ASSOCIATION_IDS_AS_NUMBERS, false);
        assertEquals("2", caller.post(V4 + "create", LABELLED).results().get(0).getValue("fromObjectId"));
    }

    @ParameterizedTest
    @CsvSource({
        "/crm/v3/associations/contacts/companies/batch/create, 201",
        "/crm/v4/associations/contacts/companies/batch/create, 201",
        "/crm/associations/2026-03/contacts/companies/batch/create, 201",
        "/crm/associations/2026-09/contacts/companies/batch/create, 200"
    })
    void theStatusOfACreateDependsOnTheVersion(String path, int status) {
        assertEquals(
                status,
                caller.post(path, LABELLED.replace("\"types\"", "\"type\":\"contact_to_company\",\"types\""))
                        .status());
    }

    @Test
    void v4ReadsFindBothDirectionsWithNumbersAndText() {
        caller.post(V4 + "create", LABELLED);

        Exchanged answer =
                caller.post("/crm/associations/2026-03/companies/contacts/batch/read", "{\"inputs\":[{\"id\":\"2\"}]}");

        assertEquals(200, answer.status());
        assertEquals(
                "{\"from\":{\"id\":\"2\"},\"to\":[{\"toObjectId\":1,\"associationTypes\":[{\"category\":\"HUBSPOT_DEFINED\",\"typeId\":280,\"label\":null},"
                        + "{\"category\":\"USER_DEFINED\",\"typeId\":37,\"label\":\"Label 37\"}]}]}",
                answer.results().get(0).encode());
    }

    @Test
    void aReadPagesEachRecordByItself() {
        simulator.settings().set(Limits.ASSOCIATION_PAGE, 2);
        for (int to = 11; to <= 13; to++) {
            associate("1", Integer.toString(to));
        }

        JsonObject first = read("{\"id\":\"1\"}").results().get(0);
        JsonObject second = read("{\"id\":\"1\",\"after\":\"2\"}").results().get(0);

        assertEquals(2, first.getJsonArray("to").size());
        assertEquals("2", first.getJsonObject("paging").getJsonObject("next").getString("after"));
        assertEquals(1, second.getJsonArray("to").size());
        assertTrue(!second.containsKey("paging"));
    }

    @Test
    void aCursorThatIsNoneIsRefusedAndNotLeftWaiting() {
        associate("1", "11");

        assertEquals(400, read("{\"id\":\"1\",\"after\":\"x\"}").status());
    }

    @Test
    void v3ReadsNameTheTypeOfEachEnd() {
        associate("1", "11");

        Exchanged answer = caller.post(
                "/crm/v3/associations/companies/contacts/batch/read", "{\"inputs\":[{\"id\":\"11\"},{\"id\":\"12\"}]}");

        assertEquals(207, answer.status());
        assertEquals(
                "{\"from\":{\"id\":\"11\"},\"to\":[{\"id\":\"1\",\"type\":\"company_to_contact\"}]}",
                answer.results().get(0).encode());
    }

    @Test
    void anArchiveAnswers204AndUnderADateABody() {
        associate("1", "11");
        associate("1", "12");
        String pair = "{\"inputs\":[{\"from\":{\"id\":\"1\"},\"to\":[{\"id\":\"11\"}]}]}";

        Exchanged v4 = caller.post(V4 + "archive", pair);
        Exchanged dated =
                caller.post("/crm/associations/2026-03/contacts/companies/batch/archive", pair.replace("11", "12"));

        assertEquals(204, v4.status());
        assertEquals(200, dated.status());
        assertTrue(dated.results().isEmpty() && dated.json().containsKey("completedAt"));
        assertEquals(
                1,
                simulator.ledger().writesOf("0-1/0-2", "1->11").stream()
                        .filter(write -> write.operation() == HubSpotOperation.ASSOCIATIONS_ARCHIVE)
                        .count());
        assertTrue(read("{\"id\":\"1\"}").results().isEmpty());
    }

    @Test
    void anArchiveOfALabelLeavesTheOthers() {
        caller.post(V4 + "create", LABELLED);

        Exchanged archived = caller.post(
                V4 + "labels/archive",
                "{\"inputs\":[{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"2\"},\"types\":[{\"associationCategory\":\"USER_DEFINED\",\"associationTypeId\":36}]}]}");

        assertEquals(204, archived.status());
        JsonObject left =
                read("{\"id\":\"1\"}").results().get(0).getJsonArray("to").getJsonObject(0);
        assertEquals(1, left.getJsonArray("associationTypes").size());
    }

    @Test
    void aRepeatedAssociationIsWrittenAgainButNotCreated() {
        associate("1", "11");
        associate("1", "11");

        assertEquals(
                List.of(true, false),
                simulator.ledger().writes().stream().map(WrittenInput::created).toList());
        assertEquals(1, simulator.ledger().doubles().size());
    }

    @Test
    void theDefaultAssociationReports200EvenWithErrors() {
        Exchanged answer = caller.post(
                V4 + "associate/default",
                "{\"inputs\":[{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"991\"}},{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"2\"}}]}");

        assertEquals(200, answer.status());
        assertEquals(2, answer.results().size());
        assertEquals(1, answer.errors().size());
    }

    @Test
    void aMissingRecordIsNamedOnceHoweverManyInputsNameIt() {
        Exchanged answer = caller.post(
                V4 + "associate/default",
                "{\"inputs\":[{\"from\":{\"id\":\"991\"},\"to\":{\"id\":\"1\"}},{\"from\":{\"id\":\"991\"},\"to\":{\"id\":\"2\"}}]}");

        assertEquals(1, answer.errors().size());
        assertTrue(answer.results().isEmpty());
    }

    @Test
    void endsMustHaveBeenCreatedIfTheSettingsSaySo() {
        simulator.settings().set(Behaviour.ANY_NUMERIC_END_EXISTS, false);
        simulator.add("contacts", "1", Map.of());

        Exchanged answer =
                caller.post(V4 + "associate/default", "{\"inputs\":[{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"2\"}}]}");

        assertEquals(
                "crm.associations.TO_OBJECT_NOT_FOUND", answer.errors().get(0).getString("subCategory"));
    }

    @Test
    void associationsOfANewRecordAreFoundAgain() {
        Exchanged created = caller.post(
                "/crm/v3/objects/contacts/batch/create",
                "{\"inputs\":[{\"properties\":{},\"associations\":[{\"to\":{\"id\":\"77\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":279}]}]}]}");

        String id = created.results().get(0).getString("id");
        assertEquals(
                77,
                read("{\"id\":\"" + id + "\"}")
                        .results()
                        .get(0)
                        .getJsonArray("to")
                        .getJsonObject(0)
                        .getInteger("toObjectId"));
    }

    private void associate(String from, String to) {
        caller.post(
                V4 + "associate/default",
                "{\"inputs\":[{\"from\":{\"id\":\"" + from + "\"},\"to\":{\"id\":\"" + to + "\"}}]}");
    }

    private Exchanged read(String input) {
        return caller.post(V4 + "read", "{\"inputs\":[" + input + "]}");
    }
}
