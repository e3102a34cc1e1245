package dev.batchgateway.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.json.Slice;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyKindTest {
    /** DESIGN section 4, by status alone; every other 3xx and 4xx is REFUSED, every other 5xx NO_ANSWER. */
    private static final Map<Integer, ReplyKind> BY_STATUS = Map.ofEntries(
            Map.entry(401, ReplyKind.UNAUTHORIZED),
            Map.entry(403, ReplyKind.FORBIDDEN),
            Map.entry(408, ReplyKind.NO_ANSWER),
            Map.entry(409, ReplyKind.CONFLICT),
            Map.entry(413, ReplyKind.TOO_LARGE),
            Map.entry(423, ReplyKind.LOCKED),
            Map.entry(429, ReplyKind.THROTTLED),
            Map.entry(477, ReplyKind.MIGRATING),
            Map.entry(502, ReplyKind.OVERLOADED),
            Map.entry(503, ReplyKind.OVERLOADED),
            Map.entry(504, ReplyKind.TOO_SLOW),
            Map.entry(521, ReplyKind.NOT_REACHED),
            Map.entry(523, ReplyKind.NOT_REACHED),
            Map.entry(524, ReplyKind.TOO_SLOW),
            Map.entry(525, ReplyKind.UNTRUSTED),
            Map.entry(526, ReplyKind.UNTRUSTED));

    static Stream<Integer> statuses() {
        return IntStream.rangeClosed(300, 599).boxed();
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void everyStatusHasItsRowWithoutABody(int status) {
        ReplyKind expected = BY_STATUS.getOrDefault(status, status < 500 ? ReplyKind.REFUSED : ReplyKind.NO_ANSWER);

        for (Operation operation : Operation.values()) {
            assertEquals(expected, ReplyKind.of(new Reply.Refused(status, null, "", -1), operation));
        }
        assertEquals(expected, ReplyKind.of(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 207, 299})
    void aStatusBelow300IsAnAnswer(int status) {
        assertEquals(ReplyKind.ANSWERED, ReplyKind.of(status));
    }

    /** EXAMPLES, by their numbers. */
    @ParameterizedTest(name = "example {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5  | 409 | CONFLICT | {\"status\":\"error\",\"message\":\"Contact already exists. Existing ID: 6001\",\"correlationId\":\"39b5e83f\",\"category\":\"CONFLICT\"}",
                "6  | 409 | CONFLICT | {\"status\":\"error\",\"message\":\"Contact already exists\",\"correlationId\":\"c0895ebf\",\"category\":\"CONFLICT\"}",
                "8  | 400 | REFUSED | {\"status\":\"error\",\"message\":\"Property values were not valid: [{\\\"isValid\\\":false,\\\"name\\\":\\\"first000name\\\"}]\",\"errors\":[{\"message\":\"Property \\\"first000name\\\" does not exist\",\"code\":\"PROPERTY_DOESNT_EXIST\",\"context\":{\"propertyName\":[\"first000name\"]}}],\"category\":\"VALIDATION_ERROR\"}",
                "14 | 400 | DUPLICATES | {\"status\":\"error\",\"message\":\"Duplicate IDs found in batch input: [12877907025]. IDs must be unique\",\"category\":\"VALIDATION_ERROR\",\"context\":{\"ids\":[\"12877907025\"]}}",
                "19 | 400 | REFUSED | {\"status\":\"error\",\"message\":\"Unable to perform update/upsert by non-unique 0-2 property domain\",\"category\":\"VALIDATION_ERROR\"}",
                "20 | 400 | TOO_MANY_INPUTS | {\"status\":\"error\",\"message\":\"The maximum number of inputs supported in a batch is 100. Please reduce the number of items and try again\",\"category\":\"VALIDATION_ERROR\"}",
                "21 | 400 | TOO_MANY_INPUTS | {\"status\":\"error\",\"message\":\"The maximum number of inputs supported in a batch request for property histories is 50. Please reduce the number of items and try again\",\"category\":\"VALIDATION_ERROR\"}",
                "29 | 400 | REFUSED | {\"status\":\"error\",\"message\":\"One or more associations are invalid\",\"context\":{\"associationSpec\":[\"USER_DEFINED=3\"]},\"category\":\"VALIDATION_ERROR\"}",
                "34 | 400 | REFUSED | {\"status\":\"error\",\"message\":\"Invalid input JSON on line 3, column 9: Cannot deserialize value\",\"correlationId\":\"99df04b9\"}",
                "35 | 429 | DAILY_LIMIT | {\"status\":\"error\",\"message\":\"You have reached your daily limit.\",\"errorType\":\"RATE_LIMIT\",\"policyName\":\"DAILY\"}",
                "36 | 429 | THROTTLED | {\"status\":\"error\",\"message\":\"You have reached your ten_secondly_rolling limit.\",\"errorType\":\"RATE_LIMIT\",\"policyName\":\"TEN_SECONDLY_ROLLING\"}",
                "37 | 429 | THROTTLED | {\"status\":\"error\",\"message\":\"You have reached your secondly limit.\",\"category\":\"RATE_LIMITS\"}",
                "38 | 401 | UNAUTHORIZED | {\"status\":\"error\",\"message\":\"Authentication credentials not found.\",\"category\":\"INVALID_AUTHENTICATION\"}",
                "39 | 403 | FORBIDDEN | {\"status\":\"error\",\"message\":\"This app hasn't been granted all required scopes to make this call.\",\"category\":\"MISSING_SCOPES\"}"
            })
    void capturedRefusalsHaveTheirRows(int example, int status, ReplyKind expected, String body) {
        HubSpotError error = HubSpotError.of(Slice.of(body));

        assertEquals(expected, ReplyKind.of(new Reply.Refused(status, error, "", -1), Operation.OBJECT_UPDATE), body);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void aMissingRecordIsMissingForAReadAndARefusalForTheOthers(Operation operation) {
        HubSpotError error = error("OBJECT_NOT_FOUND", "Could not get some objects");
        ReplyKind expected = operation.isRead() ? ReplyKind.ALL_MISSING : ReplyKind.NOT_FOUND;

        assertEquals(expected, ReplyKind.of(new Reply.Refused(404, error, "", -1), operation));
    }

    /** A repeated archive that met this must not be taken for one whose records are gone already. */
    @ParameterizedTest
    @EnumSource(Operation.class)
    void anUnknownTypeIsNoMissingRecord(Operation operation) {
        HubSpotError error = error("VALIDATION_ERROR", "Unable to infer object type from: nonsense");

        assertEquals(ReplyKind.REFUSED, ReplyKind.of(new Reply.Refused(404, error, "", -1), operation));
    }

    @Test
    void theDailyLimitIsKnownByItsPolicyOrItsMessage() {
        HubSpotError error = error("", "You have reached your daily limit.");

        assertEquals(ReplyKind.DAILY_LIMIT, kind(new Reply.Refused(429, null, "DAILY", -1)));
        assertEquals(ReplyKind.DAILY_LIMIT, kind(new Reply.Refused(429, error, "", -1)));
        assertEquals(ReplyKind.THROTTLED, kind(new Reply.Refused(429, null, "SOMETHING_NEW", -1)));
    }

    @Test
    void repliesWithoutAStatusHaveTheirRows() {
        assertEquals(ReplyKind.ANSWERED, kind(new Reply.Answered(Answer.empty(204))));
        assertEquals(ReplyKind.NO_ANSWER, kind(new Reply.NoAnswer("cut")));
        assertEquals(ReplyKind.NOT_REACHED, kind(new Reply.NotReached(false, "refused")));
        assertEquals(ReplyKind.UNTRUSTED, kind(new Reply.NotReached(true, "certificate")));
    }

    @Test
    void theBoundOnInputsIsReadFromTheMessage() {
        assertEquals(100, most("The maximum number of inputs supported in a batch is 100. Please reduce"));
        assertEquals(
                50, most("The maximum number of inputs supported in a batch request for property histories is 50."));
        assertEquals(0, most("The maximum number of inputs is secret"));
        assertEquals(0, most("The maximum number of inputs supported in a batch is 0. Please reduce"));
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITS, THROTTLED",
        "RATE_LIMIT, THROTTLED",
        "LOCKED, LOCKED",
        "OBJECT_NOT_FOUND, NOT_FOUND",
        "CONFLICT, CONFLICT",
        "OBJECT_ALREADY_EXISTS, CONFLICT",
        "INTERNAL_ERROR, NO_ANSWER",
        "SERVICE_UNAVAILABLE, OVERLOADED",
        "VALIDATION_ERROR, REFUSED",
        "SOMETHING_NEW, REFUSED"
    })
    void errorsInsideAnAnswerHaveRowsByTheirCategory(String category, ReplyKind expected) {
        assertEquals(expected, ReplyKind.ofInner(error(category, "")));
    }

    private static ReplyKind kind(Reply reply) {
        return ReplyKind.of(reply, Operation.OBJECT_CREATE);
    }

    private static int most(String message) {
        return ReplyKind.mostInputs(error("VALIDATION_ERROR", message));
    }

    private static HubSpotError error(String category, String message) {
        return HubSpotError.of(Slice.of("{\"category\":\"" + category + "\",\"message\":\"" + message + "\"}"));
    }
}
