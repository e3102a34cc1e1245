package dev.batchgateway.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.Slice;
import dev.batchgateway.testing.Calls;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Refusals of whole calls, those of {@code EXAMPLES.md} by number. */
class SuspectsTest {
    @Test
    void example8ThoseThatHaveAPropertyThatDoesNotExist() {
        assertPointedAt(
                Set.of(1, 3),
                Operation.OBJECT_CREATE,
                """
                {"message":"Property values were not valid: [{\\"isValid\\":false,\\"message\\":\\"Property \\\\\\"first000name\\\\\\" does not exist\\",\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"first000name\\"},{\\"error\\":\\"PROPERTY_DOESNT_EXIST\\",\\"name\\":\\"last000name\\"}]",
                 "errors":[{"message":"Property \\"first000name\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["first000name"]}}],
                 "category":"VALIDATION_ERROR"}""",
                "{\"properties\":{\"name\":\"a\"}}",
                "{\"properties\":{\"first000name\":\"\"}}",
                "{\"properties\":{}}",
                "{\"properties\":{\"last000name\":\"b\"}}");
    }

    @Test
    void thoseWhoseValueIsQuotedWhereAllHaveTheProperty() {
        assertPointedAt(
                Set.of(1),
                Operation.OBJECT_UPDATE,
                """
                {"message":"Property values were not valid: [{\\"message\\":\\"twelve was not a valid long.\\",\\"error\\":\\"INVALID_LONG\\",\\"name\\":\\"amount\\"}]","category":"VALIDATION_ERROR"}""",
                "{\"id\":1,\"properties\":{\"amount\":\"12\"}}",
                "{\"id\":2,\"properties\":{\"amount\":\"twelve\"}}",
                "{\"id\":3,\"properties\":{\"amount\":\"13\"}}");
    }

    /** One input lacked the property; the other 99 were all suspected, and a bad option cost a call for each. */
    @Test
    void thoseWhoseValueIsQuotedBeforeThoseThatMerelyHaveTheProperty() {
        assertPointedAt(
                Set.of(2),
                Operation.OBJECT_CREATE,
                """
                {"message":"zzz was not one of the allowed options","errors":[{"code":"INVALID_OPTION","context":{"propertyName":["stage"]}}],"category":"VALIDATION_ERROR"}""",
                "{\"properties\":{\"stage\":\"lead\"}}",
                "{\"properties\":{\"name\":\"a\"}}",
                "{\"properties\":{\"stage\":\"zzz\"}}");
    }

    /** Each would take some twenty times its bytes in the tables in which words are looked up. */
    @Test
    void aCallOfVeryManyValuesPointsAtNone() {
        String message =
                "{\"message\":\"value00012 was not one of the allowed options\",\"category\":\"VALIDATION_ERROR\"}";
        String few = "{\"properties\":{\"a\":\"value00012\"}}";

        assertPointedAt(Set.of(0), Operation.OBJECT_CREATE, message, few, values(24_000));
        assertPointedAt(Set.of(), Operation.OBJECT_CREATE, message, few, values(25_001));
    }

    private static String values(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"p" + i + "\":" + i)
                .collect(Collectors.joining(",", "{\"properties\":{", "}}"));
    }

    @Test
    void aWordThatManyInputsHoldPointsAtNone() {
        assertPointedAt(
                Set.of(),
                Operation.OBJECT_CREATE,
                """
                {"message":"Contact already exists. Existing ID: 15875483046","category":"CONFLICT"}""",
                "{\"properties\":{\"name\":\"already\"}}",
                "{\"properties\":{\"name\":\"already\"}}",
                "{\"properties\":{\"name\":\"already\"}}",
                "{\"properties\":{\"name\":\"already\"}}",
                "{\"properties\":{\"name\":\"b\"}}");
    }

    @Test
    void example40ThoseThatLackARequiredProperty() {
        assertPointedAt(
                Set.of(0, 2),
                Operation.OBJECT_CREATE,
                """
                {"status":"error","category":"VALIDATION_ERROR","message":"The property values provided are invalid","errors":[{"code":"MISSING_REQUIRED_PROPERTY","message":"A value for firstname must be provided","context":{"propertyName":["firstname"]}}]}""",
                "{\"properties\":{\"lastname\":\"x\"}}",
                "{\"properties\":{\"firstname\":\"y\"}}",
                "{\"properties\":{\"firstname\":\"\"}}");
    }

    @Test
    void thoseNamedById() {
        Suspects suspects = suspects(
                Operation.OBJECT_UPDATE,
                "{\"category\":\"OBJECT_NOT_FOUND\",\"context\":{\"ids\":[\"2\",\"3\"]}}",
                "{\"id\":1}",
                "{\"id\":\"2\"}",
                "{\"id\":3}");

        assertTrue(suspects.named());
        assertEquals(Set.of(1, 2), suspects.indexes());
    }

    @Test
    void example30ThoseWithAnIdThatIsNotValid() {
        Suspects suspects = suspects(
                Operation.ASSOCIATION_CREATE, """
                {"message":"One or more associations are invalid","context":{"INVALID_OBJECT_IDS":["DEAL=115455488855059 is not valid"]},"category":"VALIDATION_ERROR"}""", pair("1", "2"), pair("3", "115455488855059"), pair("4", "5"));

        assertTrue(suspects.named());
        assertEquals(Set.of(1), suspects.indexes());
    }

    /** Ticket 7 or deal 7: both are tried alone, and neither is rejected for the other's fault. */
    @Test
    void anIdOnBothSidesIsASuspicionOnly() {
        assertPointedAt(
                Set.of(0, 1),
                Operation.ASSOCIATION_CREATE,
                "{\"context\":{\"INVALID_OBJECT_IDS\":[\"DEAL=7 is not valid\"]}}",
                pair("7", "2"),
                pair("3", "7"),
                pair("4", "5"));
    }

    @Test
    void thoseWithAWordOfTheMessage() {
        String message = "{\"message\":\"A contact with email 'B@c.com' already exists (Existing ID: 171591000198)\"}";

        assertPointedAt(
                Set.of(1),
                Operation.OBJECT_CREATE,
                message,
                "{\"properties\":{\"email\":\"a@c.com\"}}",
                "{\"properties\":{\"email\":\"b@c.com\"}}");
        assertPointedAt(
                Set.of(0),
                Operation.OBJECT_UPSERT,
                message,
                "{\"id\":\"b@c.com\",\"idProperty\":\"email\"}",
                "{\"id\":\"a@c.com\",\"idProperty\":\"email\"}");
    }

    @Test
    void example5NobodyWhenTheMessageSaysNothingOfTheInputs() {
        assertPointedAt(
                Set.of(),
                Operation.OBJECT_CREATE,
                "{\"message\":\"Contact already exists. Existing ID: 6001\",\"category\":\"CONFLICT\"}",
                "{\"properties\":{\"email\":\"random1@email.com\"}}",
                "{\"properties\":{\"email\":\"random2@email.com\"}}");
    }

    @Test
    void nobodyWhenAllAreMeantAlike() {
        assertPointedAt(
                Set.of(),
                Operation.OBJECT_UPSERT,
                "{\"message\":\"Unable to perform update/upsert by non-unique 0-3 property dealname\"}",
                "{\"id\":\"a\",\"idProperty\":\"dealname\"}",
                "{\"id\":\"b\",\"idProperty\":\"dealname\"}");
        assertPointedAt(
                Set.of(),
                Operation.OBJECT_CREATE,
                "{\"errors\":[{\"context\":{\"propertyName\":[\"x\"]}}]}",
                "{\"properties\":{\"x\":\"1\"}}",
                "{\"properties\":{\"x\":\"2\"}}");
    }

    private static String pair(String from, String to) {
        return "{\"from\":{\"id\":\"" + from + "\"},\"to\":{\"id\":\"" + to + "\"}}";
    }

    private static void assertPointedAt(Set<Integer> expected, Operation operation, String error, String... inputs) {
        Suspects suspects = suspects(operation, error, inputs);

        assertFalse(suspects.named());
        assertEquals(expected, suspects.indexes());
    }

    private static Suspects suspects(Operation operation, String error, String... inputs) {
        Chunk chunk = Calls.chunk(operation, inputs);
        Traces traces = operation.isTraced() ? Traces.forEveryInputOf(chunk) : Traces.callersOnly(chunk);
        return Suspects.of(operation, chunk, traces, HubSpotError.of(Slice.of(error)));
    }
}
