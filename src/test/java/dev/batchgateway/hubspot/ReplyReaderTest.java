package dev.batchgateway.hubspot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as HubSpot sent them (EXAMPLES.md, by number), and bodies that nobody should trust. */
class ReplyReaderTest {
    /** EXAMPLES 1. */
    private static final String MULTI_STATUS = """
            {"status":"COMPLETE",
             "results":[{"id":"1145814089",
               "properties":{"createdate":"2024-08-15T17:09:13.648Z","hs_pipeline_stage":"1"},
               "createdAt":"2024-08-15T17:09:13.648Z","updatedAt":"2024-08-15T17:09:13.648Z","archived":false}],
             "numErrors":1,
             "errors":[{"status":"error","category":"VALIDATION_ERROR",
               "message":"Property values were not valid: [{\\"isValid\\":false,\\"name\\":\\"missing\\"}]",
               "context":{"objectWriteTraceId":["549b1c2a9351"]}}],
             "startedAt":"2024-08-15T17:09:13.610Z","completedAt":"2024-08-15T17:09:13.910Z"}""";

    /** EXAMPLES 22: nothing but an error, members in another order. */
    private static final String NOTHING_FOUND = """
            {"status":"COMPLETE","results":[],"numErrors":1,
             "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects, \
            they may be deleted or not exist. Check that ids are valid.","context":{"ids":["meows@loudly.lol"]}}],
             "startedAt":"2024-04-24T19:21:09.694Z","completedAt":"2024-04-24T19:21:09.747Z"}""";

    /** EXAMPLES 8. */
    private static final String PROPERTY_ERRORS = """
            {"status":"error","message":"Property values were not valid: [...]",
             "correlationId":"a996e7d6-de07-46ef-bddc-897126eb8859",
             "errors":[{"message":"Property \\"first000name\\" does not exist","code":"PROPERTY_DOESNT_EXIST",\
            "context":{"propertyName":["first000name"]}},
                       {"message":"Property \\"last000name\\" does not exist","code":"PROPERTY_DOESNT_EXIST",\
            "context":{"propertyName":["last000name"]}}],
             "category":"VALIDATION_ERROR"}""";

    /** EXAMPLES 36. */
    private static final String BURST = """
            {"status":"error","message":"You have reached your ten_secondly_rolling limit.","errorType":"RATE_LIMIT",\
            "correlationId":"20f98dfa-05b6-4d27-8d96-ecfde54ca211","policyName":"TEN_SECONDLY_ROLLING",\
            "groupName":"publicapi:private_app-api-calls-ten-secondly:1512050:26892217"}""";

    /** EXAMPLES 37: of search, without a policy. */
    private static final String SECONDLY = """
            {"status":"error","message":"You have reached your secondly limit.",\
            "correlationId":"de61843f-b3ab-4bc1-8c54-358e37eb0621","category":"RATE_LIMITS"}""";

    /** EXAMPLES 14. */
    private static final String DUPLICATES = """
            {"status":"error","message":"Duplicate IDs found in batch input: [12877907025]. IDs must be unique",\
            "correlationId":"d24ec5cd-8998-4674-a928-59603ae6b0eb","context":{"ids":["12877907025"]},\
            "category":"VALIDATION_ERROR"}""";

    @Test
    void resultsAndErrorsOfAMultiStatus() {
        Answer answer = answered(207, MULTI_STATUS);

        assertEquals(207, answer.status());
        assertEquals("COMPLETE", answer.state());
        assertEquals(1, answer.results().size());
        assertTrue(answer.results().get(0).toString().startsWith("{\"id\":\"1145814089\",\n"));
        assertEquals(1, answer.errors().size());
        HubSpotError error = HubSpotError.of(answer.errors().get(0));
        assertEquals("VALIDATION_ERROR", error.category());
        assertEquals(List.of("549b1c2a9351"), error.context("objectWriteTraceId"));
        assertEquals(Instant.parse("2024-08-15T17:09:13.610Z"), answer.startedAt());
        assertEquals(Instant.parse("2024-08-15T17:09:13.910Z"), answer.completedAt());
        assertNull(answer.requestedAt());
        assertEquals(Map.of(), answer.others());
    }

    @Test
    void anErrorAlone() {
        Answer answer = answered(207, NOTHING_FOUND);

        assertEquals(List.of(), answer.results());
        assertEquals(
                List.of("meows@loudly.lol"),
                HubSpotError.of(answer.errors().get(0)).context("ids"));
    }

    @Test
    void membersNobodyKnowsAreKeptWhole() {
        Answer answer = answered(
                200,
                "{\"warnings\" : [ {\"category\":\"PROPERTY_VALUE_NORMALIZED\"} ],\"results\":[{}],"
                        + "\"requestedAt\":\"2026-01-01T01:00:00+01:00\",\"links\":{}}");

        assertEquals(List.of("warnings", "links"), List.copyOf(answer.others().keySet()));
        assertEquals(
                "\"warnings\" : [ {\"category\":\"PROPERTY_VALUE_NORMALIZED\"} ]",
                String.valueOf(answer.others().get("warnings")));
        assertEquals(Instant.parse("2026-01-01T00:00:00Z"), answer.requestedAt());
    }

    @Test
    void resultsKeepTheirBytes() {
        String result = "{ \"id\" : 12345678901234567890 , \"n\":1.0,\"e\":\"\\u00e9é😀\" }";

        Answer answer = answered(201, "{\"results\" : [ " + result + " , {} ] }");

        assertEquals(
                List.of(result, "{}"),
                answer.results().stream().map(Slice::toString).toList());
    }

    @Test
    void timesThatAreNoneAreLeftOut() {
        Answer answer = answered(200, "{\"results\":[],\"startedAt\":\"...\",\"completedAt\":17,\"requestedAt\":null}");

        assertNull(answer.startedAt());
        assertNull(answer.completedAt());
        assertNull(answer.requestedAt());
    }

    @Test
    void a204WithoutABodyIsAnAnswer() {
        assertEquals(new Reply.Answered(Answer.empty(204)), ReplyReader.read(204, new byte[0], null));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "200, ``",
                "201, ``",
                "200, <html></html>",
                "200, `{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"1\"}`",
                "201, `{\"results\":[{}]} x`",
                "200, `{\"results\":[1]}`",
                "200, `{\"results\":[{}],\"errors\":[\"no\"]}`",
                "200, []",
                "200, null",
                "204, x",
                "207, `{\"results\":[{}],}`",
            })
    void a2xxThatCannotBeReadIsNoAnswer(int status, String body) {
        assertInstanceOf(Reply.NoAnswer.class, read(status, body, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"results\":{}}", "{\"results\":\"none\"}", "{\"errors\":7}", "{\"results\":true}"})
    void a2xxWhoseListsAreNoListsIsNoAnswer(String body) {
        assertInstanceOf(Reply.NoAnswer.class, read(200, body, null));
    }

    @Test
    void listsThatAreNullAreEmpty() {
        Answer answer = answered(200, "{\"results\":null,\"errors\":null,\"numErrors\":null}");

        assertEquals(List.of(), answer.results());
        assertEquals(List.of(), answer.errors());
    }

    @Test
    void aRefusalIsReadWithItsBytes() {
        Reply.Refused refused = refused(400, PROPERTY_ERRORS, null);

        HubSpotError error = error(refused);
        assertEquals(400, refused.status());
        assertEquals(PROPERTY_ERRORS, error.bytes().toString());
        assertEquals("VALIDATION_ERROR", error.category());
        assertEquals(List.of("first000name", "last000name"), error.propertyNames());
        assertEquals("", refused.policy());
        assertEquals(-1, refused.retryAfterSeconds());
    }

    @Test
    void aRefusalNamesIds() {
        assertEquals(
                List.of("12877907025"), error(refused(400, DUPLICATES, null)).context("ids"));
    }

    @Test
    void theLimitOfA429IsNamedOrNot() {
        assertEquals("TEN_SECONDLY_ROLLING", refused(429, BURST, null).policy());
        assertEquals("", refused(429, SECONDLY, null).policy());
        assertEquals("RATE_LIMITS", error(refused(429, SECONDLY, null)).category());
    }

    @ParameterizedTest
    @CsvSource({
        "30, 30",
        "' 5 ', 5",
        "0, 0",
        "-1, -1",
        "1.5, -1",
        "'Wed, 21 Oct 2026 07:28:00 GMT', -1",
        "99999999999, -1"
    })
    void retryAfterIsReadInSeconds(String header, long seconds) {
        assertEquals(seconds, refused(477, BURST, header).retryAfterSeconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<!DOCTYPE html>", "[]", "\"no\"", "{\"status\":\"error\"", "{\"a\":1}{}"})
    void aRefusalWithoutAReadableBodyIsOneAllTheSame(String body) {
        Reply.Refused refused = refused(502, body, null);

        assertEquals(502, refused.status());
        assertNull(refused.error());
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 304, 400, 401, 404, 409, 429, 477, 500, 504, 599})
    void everythingBut2xxIsARefusal(int status) {
        assertEquals(status, refused(status, SECONDLY, null).status());
    }

    private static Reply read(int status, String body, @Nullable String retryAfter) {
        return ReplyReader.read(status, body.getBytes(StandardCharsets.UTF_8), retryAfter);
    }

    private static Answer answered(int status, String body) {
        return assertInstanceOf(Reply.Answered.class, read(status, body, null)).answer();
    }

    private static Reply.Refused refused(int status, String body, @Nullable String retryAfter) {
        return assertInstanceOf(Reply.Refused.class, read(status, body, retryAfter));
    }

    private static HubSpotError error(Reply.Refused refused) {
        HubSpotError error = refused.error();
        assertNotNull(error);
        return error;
    }
}
