package dev.batchgateway.match;

import dev.batchgateway.batch.Operation;
import org.junit.jupiter.api.Test;

/** Answers of {@code EXAMPLES.md}, by number. */
class CapturedAnswersTest {
    @Test
    void example1And2FailuresByTraceIdAndTheRestByCount() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent(
                        "{\"objectWriteTraceId\":\"0\",\"properties\":{\"email\":\"Some.One@hubspot.com\"}}",
                        "{\"objectWriteTraceId\":\"1\",\"properties\":{\"email\":\"Siena.Dyer@hubspot.com\",\"firstname\":\"Siena\"}}")
                .answered(207, """
                        {"completedAt":"2025-11-04T20:29:54.897Z","status":"COMPLETE",
                         "results":[{"id":"171596044870","properties":{"email":"siena.dyer@hubspot.com","firstname":"Siena"}}],
                         "errors":[{"status":"error","category":"CONFLICT","message":"Contact already exists. Existing ID: 171591000198",
                           "context":{"objectWriteTraceId":["0"],"existingId":["171591000198"]}}],
                         "numErrors":1}""")
                .ended(
                        "-CONFLICT",
                        "+{\"id\":\"171596044870\",\"properties\":{\"email\":\"siena.dyer@hubspot.com\",\"firstname\":\"Siena\"}}");
    }

    @Test
    void example4CreatesInAnotherOrder() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent(
                        "{\"properties\":{\"name\":\"bossa\",\"domain\":\"bossa.grouparoo.com\"}}",
                        "{\"properties\":{\"name\":\"samba\",\"domain\":\"samba.grouparoo.com\"}}")
                .answered(201, """
                        {"status":"COMPLETE","results":[{"id":"7945038519","properties":{"domain":"samba.grouparoo.com","name":"samba","website":"samba.grouparoo.com"}},{"id":"7945038518","properties":{"domain":"bossa.grouparoo.com","name":"bossa"}}]}""")
                .ended(
                        "+{\"id\":\"7945038518\",\"properties\":{\"domain\":\"bossa.grouparoo.com\",\"name\":\"bossa\"}}",
                        "+{\"id\":\"7945038519\",\"properties\":{\"domain\":\"samba.grouparoo.com\",\"name\":\"samba\",\"website\":\"samba.grouparoo.com\"}}");
    }

    @Test
    void example10UpdatesInAnotherOrder() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":\"7945143592\"}", "{\"id\":7945057905}")
                .answered("{\"results\":[{\"id\":\"7945057905\"},{\"id\":\"7945143592\"}]}")
                .ended("+{\"id\":\"7945143592\"}", "+{\"id\":\"7945057905\"}");
    }

    @Test
    void example15AnErrorWhoseIdIsEmpty() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":\"unknownIdentifier888\"}", "{\"id\":\"171591000199\"}")
                .answered(207, """
                        {"status":"COMPLETE","results":[{"id":"171591000199"}],
                         "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.","context":{"ids":[""]}}],
                         "numErrors":1}""")
                .ended("-OBJECT_NOT_FOUND", "+{\"id\":\"171591000199\"}");
    }

    @Test
    void example16NotFoundByTraceIdAndAMergedIdLeftOut() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent(
                        "{\"id\":\"90001\",\"objectWriteTraceId\":\"1\"}",
                        "{\"id\":\"90002\",\"objectWriteTraceId\":\"2,3\"}")
                .answered(207, """
                        {"results":[{"id":"90001"}],
                         "errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["90002"],"objectWriteTraceId":["2,3"]}}]}""")
                .ended("+{\"id\":\"90001\"}", "-OBJECT_NOT_FOUND");
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":90003}", "{\"id\":90004}")
                .answered("{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"90003\"}]}")
                .ended("+{\"id\":\"90003\"}", "?NOT_MENTIONED");
    }

    @Test
    void example17UpsertWithOneInvalidValue() {
        Matching.of(Operation.OBJECT_UPSERT)
                .sent(
                        "{\"id\":\"Valid@test.com\",\"idProperty\":\"email\",\"objectWriteTraceId\":\"5\"}",
                        "{\"id\":\"invalid-format\",\"idProperty\":\"email\",\"objectWriteTraceId\":\"6\"}",
                        "{\"id\":\"another-valid@test.com\",\"idProperty\":\"email\",\"objectWriteTraceId\":\"7\"}")
                .answered(207, """
                        {"results":[{"id":"44188066997","properties":{"email":"another-valid@test.com"}},{"id":"44188066996","properties":{"email":"valid@test.com"}}],
                         "errors":[{"status":"error","category":"VALIDATION_ERROR","message":"Property value \\"invalid-format\\" is not a valid email","context":{"objectWriteTraceId":["6"]}}]}""")
                .ended(
                        "+{\"id\":\"44188066996\",\"properties\":{\"email\":\"valid@test.com\"}}",
                        "-VALIDATION_ERROR",
                        "+{\"id\":\"44188066997\",\"properties\":{\"email\":\"another-valid@test.com\"}}");
    }

    @Test
    void example18UpsertWithTheTraceIdEchoed() {
        Matching.of(Operation.OBJECT_UPSERT)
                .sent(
                        "{\"id\":\"k\",\"idProperty\":\"ref\",\"objectWriteTraceId\":\"t\"}",
                        "{\"id\":\"l\",\"idProperty\":\"ref\"}")
                .answered("""
                        {"results":[{"id":"2","new":true,"objectWriteTraceId":"gw1"},{"id":"1","new":true,"objectWriteTraceId":"t"}]}""")
                .ended("+{\"id\":\"1\",\"new\":true,\"objectWriteTraceId\":\"t\"}", "+{\"id\":\"2\",\"new\":true}");
    }

    @Test
    void example22OneErrorForAllMissingReads() {
        Matching.of(Operation.OBJECT_READ)
                .in("\"idProperty\":\"email\"")
                .sent("{\"id\":\"Meows@loudly.lol\"}", "{\"id\":\"there@b.c\"}", "{\"id\":\"woofs@loudly.lol\"}")
                .answered(207, """
                        {"status":"COMPLETE","results":[{"id":"1","properties":{"email":"there@b.c"}}],"numErrors":1,
                         "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.","context":{"ids":["meows@loudly.lol","woofs@loudly.lol"]}}]}""")
                .endedAs("-+-");
    }

    @Test
    void example23ArchiveWithoutABody() {
        Matching.of(Operation.OBJECT_ARCHIVE)
                .sent("{\"id\":\"7945028643\"}", "{\"id\":\"7945028644\"}")
                .answered(204, "{}")
                .ended("+", "+");
    }

    @Test
    void example24And26TheReverseDirectionRidesAlong() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent("{\"from\":{\"id\":\"3051\"},\"to\":{\"id\":\"4705054985\"},\"type\":\"contact_to_company\"}")
                .answered(201, """
                        {"results":[{"from":{"id":"4705054985"},"to":{"id":"3051"},"type":"company_to_contact"},{"from":{"id":"3051"},"to":{"id":"4705054985"},"type":"contact_to_company"}]}""")
                .ended(
                        "+{\"from\":{\"id\":\"4705054985\"},\"to\":{\"id\":\"3051\"},\"type\":\"company_to_contact\"} "
                                + "{\"from\":{\"id\":\"3051\"},\"to\":{\"id\":\"4705054985\"},\"type\":\"contact_to_company\"}");
    }

    @Test
    void example25TwoErrorsAreOneRejectedInput() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(
                        "{\"from\":{\"id\":\"9993051\"},\"to\":{\"id\":\"994705054985\"},\"type\":\"contact_to_company\"}",
                        "{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"2\"},\"type\":\"contact_to_company\"}")
                .answered(207, """
                        {"status":"COMPLETE","results":[{"from":{"id":"1"},"to":{"id":"2"},"type":"contact_to_company"}],"numErrors":2,
                         "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.FROM_OBJECT_NOT_FOUND","message":"No contact with ID 9993051 exists","context":{"objectType":["contact"],"id":["9993051"]}},
                                   {"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.TO_OBJECT_NOT_FOUND","message":"No company with ID 994705054985 exists","context":{"objectType":["company"],"id":["994705054985"]}}]}""")
                .ended(
                        "-OBJECT_NOT_FOUND,OBJECT_NOT_FOUND",
                        "+{\"from\":{\"id\":\"1\"},\"to\":{\"id\":\"2\"},\"type\":\"contact_to_company\"}");
    }

    @Test
    void example27DefaultAssociation() {
        Matching.of(Operation.ASSOCIATION_DEFAULT)
                .sent("{\"from\":{\"id\":2644992430},\"to\":{\"id\":9532426638}}")
                .answered("""
                        {"status":"COMPLETE",
                         "results":[{"from":{"id":"2644992430"},"to":{"id":"9532426638"},"associationSpec":{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":16}},
                                    {"from":{"id":"9532426638"},"to":{"id":"2644992430"},"associationSpec":{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":15}}]}""")
                .endedAs("+");
    }

    @Test
    void example28NoAssociationsIsAnAnswer() {
        Matching.of(Operation.ASSOCIATION_READ)
                .sent("{\"id\":\"515690208449\"}", "{\"id\":7}")
                .answered(207, """
                        {"status":"COMPLETE","results":[{"from":{"id":"7"},"to":[{"toObjectId":9}]}],
                         "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND",
                           "message":"No company is associated with deal 515690208449.",
                           "context":{"fromObjectId":["515690208449"],"fromObjectType":["deal"],"toObjectType":["company"]}}],
                         "numErrors":1}""")
                .ended("+!OBJECT_NOT_FOUND", "+{\"from\":{\"id\":\"7\"},\"to\":[{\"toObjectId\":9}]}");
    }

    @Test
    void example33ASilentNoOpConfirmsNothing() {
        Matching.of(Operation.OBJECT_UPSERT)
                .sent("{\"id\":\"a\",\"idProperty\":\"k\"}", "{\"id\":\"b\",\"idProperty\":\"k\"}")
                .answered("{\"status\":\"COMPLETE\",\"results\":[]}")
                .ended("?NOT_MENTIONED", "?NOT_MENTIONED");
    }
}
