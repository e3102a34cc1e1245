package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls for associations as people captured them; the number in a name is the one in EXAMPLES. */
class CapturedAssociationCallsTest {
    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @Test
    void example24And26OneInputHasTwoResultsTheReverseFirst() {
        Exchanged answer = caller.post(
                "/crm/v3/associations/contacts/companies/batch/create",
                "{\"inputs\":[{\"from\":{\"id\":\"3051\"},\"to\":{\"id\":\"4705054985\"},\"type\":\"contact_to_company\"}]}");

        assertEquals(201, answer.status());
        Captured.butFor().assertLike("""
                {"status":"COMPLETE",
                 "results":[{"from":{"id":"4705054985"},"to":{"id":"3051"},"type":"company_to_contact"},
                            {"from":{"id":"3051"},"to":{"id":"4705054985"},"type":"contact_to_company"}],
                 "startedAt":"2020-10-29T12:32:11.425Z","completedAt":"2020-10-29T12:32:11.451Z"}""", answer);
    }

    @Test
    void example25BothEndsMissingAreTwoErrorsOfOneInput() {
        Exchanged answer = caller.post(
                "/crm/v3/associations/contacts/companies/batch/create",
                "{\"inputs\":[{\"from\":{\"id\":\"9993051\"},\"to\":{\"id\":\"994705054985\"},\"type\":\"contact_to_company\"}]}");

        assertEquals(207, answer.status());
        Captured.butFor().assertLike("""
                {"status":"COMPLETE","results":[],"numErrors":2,
                 "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.FROM_OBJECT_NOT_FOUND","message":"No contact with ID 9993051 exists","context":{"objectType":["contact"],"id":["9993051"]}},
                           {"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.TO_OBJECT_NOT_FOUND","message":"No company with ID 994705054985 exists","context":{"objectType":["company"],"id":["994705054985"]}}],
                 "startedAt":"2020-10-29T12:58:30.125Z","completedAt":"2020-10-29T12:58:30.133Z"}""", answer);
        assertEquals(0, simulator.ledger().summary().writes());
    }

    @Test
    void example27TheDefaultAssociationNamesItsSpecInBothDirections() {
        Exchanged answer = caller.post(
                "/crm/v4/associations/contacts/tickets/batch/associate/default",
                "{\"inputs\":[{\"from\":{\"id\":\"9532426638\"},\"to\":{\"id\":\"2644992430\"}}]}");

        assertEquals(200, answer.status());
        Captured.butFor().assertLike("""
                {"status":"COMPLETE",
                 "results":[{"from":{"id":"2644992430"},"to":{"id":"9532426638"},"associationSpec":{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":16}},
                            {"from":{"id":"9532426638"},"to":{"id":"2644992430"},"associationSpec":{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":15}}],
                 "startedAt":"...","completedAt":"..."}""", answer);
    }

    @Test
    void example28AReadOfARecordWithoutAssociationsIsAnError() {
        Exchanged answer = caller.post(
                "/crm/v4/associations/deals/companies/batch/read", "{\"inputs\":[{\"id\":\"515690208449\"}]}");

        assertEquals(207, answer.status());
        Captured.butFor().assertLike("""
                {"status":"COMPLETE","results":[],
                 "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND",
                   "message":"No company is associated with deal 515690208449.",
                   "context":{"fromObjectId":["515690208449"],"fromObjectType":["deal"],"toObjectType":["company"]}}],
                 "numErrors":1,"startedAt":"","completedAt":""}""", answer);
    }

    @Test
    void example29ATypeThatDoesNotExistRefusesTheWholeCall() {
        Exchanged answer = caller.post("/crm/v4/associations/contacts/companies/batch/create", """
                {"inputs":[{"from":{"id":"1"},"to":{"id":"2"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":279}]},
                           {"from":{"id":"3"},"to":{"id":"4"},"types":[{"associationCategory":"USER_DEFINED","associationTypeId":3}]}]}""");

        assertEquals(400, answer.status());
        Captured.butFor().assertLike("""
                {"status":"error","message":"One or more associations are invalid","correlationId":"59c85e80-fb8f-43eb-a926-46e342e16b5e",
                 "context":{"associationSpec":["USER_DEFINED=3"],"INVALID_ASSOCIATION_TYPE_ID":["USER_DEFINED=3 is not a valid association definition id"]},"category":"VALIDATION_ERROR"}""", answer);
        assertEquals(0, simulator.ledger().summary().writes());
    }

    @Test
    void example30ANewRecordsAssociationToAMissingRecordIsRefused() {
        Exchanged answer = caller.post("/crm/v3/objects/tickets/batch/create", """
                {"inputs":[{"properties":{},"associations":[{"to":{"id":"995455488855059"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":28}]}]}]}""");

        assertEquals(400, answer.status());
        Captured.butFor().assertLike("""
                {"status":"error","message":"One or more associations are invalid","correlationId":"cb3e5c0f-25e3-47fc-9f34-b744e9483253",
                 "context":{"INVALID_OBJECT_IDS":["DEAL=995455488855059 is not valid"]},"category":"VALIDATION_ERROR"}""", answer);
    }
}
