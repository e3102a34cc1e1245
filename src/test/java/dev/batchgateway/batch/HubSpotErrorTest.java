package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.json.Slice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies of {@code EXAMPLES.md}, by number. */
class HubSpotErrorTest {
    @Test
    void example2ConflictInsideAMultiStatus() {
        HubSpotError error = error("""
                {"status":"error","category":"CONFLICT","message":"Contact already exists. Existing ID: 171591000198",
                   "context":{"objectWriteTraceId":["0"],"existingId":["171591000198"]}}""");

        assertEquals("CONFLICT", error.category());
        assertEquals("Contact already exists. Existing ID: 171591000198", error.message());
        assertEquals(List.of("0"), error.context("objectWriteTraceId"));
        assertEquals(List.of("171591000198"), error.context("existingId"));
        assertEquals(List.of(), error.context("ids"));
        assertEquals("", error.subCategory());
    }

    @Test
    void example7LongConflict() {
        HubSpotError error = error("""
                {"message":"Contact already exists. Existing ID: 2926551",
                 "identityProfile":{"vid":2926551,"identity":[{"value":"...","type":"EMAIL","isPrimary":true}],"linkedVid":[2928301]},
                 "errors":[{"message":"A contact with email ... already exists. Existing ID: 2926551","in":"email"}],
                 "status":"error","category":"OBJECT_ALREADY_EXISTS","error":"CONTACT_EXISTS"}""");

        assertEquals("OBJECT_ALREADY_EXISTS", error.category());
        assertEquals(List.of(), error.propertyNames());
    }

    @Test
    void example8PropertiesOfAllInputs() {
        HubSpotError error = error("""
                {"status":"error","message":"Property values were not valid: [{\\"isValid\\":false,\\"name\\":\\"first000name\\"}]",
                 "errors":[{"message":"Property \\"first000name\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["first000name"]}},
                           {"message":"Property \\"last000name\\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["last000name"]}},
                           {"message":"no context"}],
                 "category":"VALIDATION_ERROR"}""");

        assertEquals(List.of("first000name", "last000name"), error.propertyNames());
        assertTrue(error.message().contains("\"name\":\"first000name\""));
    }

    @Test
    void example25SubCategory() {
        HubSpotError error = error("""
                {"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.FROM_OBJECT_NOT_FOUND",
                 "message":"No contact with ID 9993051 exists","context":{"objectType":["contact"],"id":["9993051"]}}""");

        assertEquals("crm.associations.FROM_OBJECT_NOT_FOUND", error.subCategory());
        assertEquals(Map.of("objectType", List.of("contact"), "id", List.of("9993051")), error.context());
    }

    @Test
    void example34HasNoCategory() {
        assertEquals(
                "",
                error("{\"status\":\"error\",\"message\":\"Invalid input JSON on line 3\"}")
                        .category());
    }

    @Test
    void readsContextsThatAreNoListsOfTexts() {
        HubSpotError error = error("{\"context\":{\"a\":\"one\",\"b\":[1,null,{\"c\":2},\"x\"],\"d\":null}}");

        assertEquals(Map.of("a", List.of("one"), "b", List.of("1", "x"), "d", List.of()), error.context());
        assertEquals(
                Map.of(), error("{\"context\":\"{missingScopes=[scope1]}\"}").context());
    }

    @Test
    void bearsAnythingInAnyField() {
        HubSpotError error = error("{\"category\":null,\"message\":{\"a\":1},\"subCategory\":{},\"errors\":{\"b\":2}}");

        assertEquals("", error.category() + error.message() + error.subCategory());
    }

    @Test
    void isWordedAlikeButForDigits() {
        HubSpotError one = error("{\"category\":\"A\",\"message\":\"No contact with ID 17 exists\"}");

        assertTrue(one.isWordedLike(error("{\"category\":\"A\",\"message\":\"No contact with ID 2345 exists\"}")));
        assertFalse(one.isWordedLike(error("{\"category\":\"A\",\"message\":\"No company with ID 17 exists\"}")));
        assertFalse(one.isWordedLike(error("{\"category\":\"B\",\"message\":\"No contact with ID 17 exists\"}")));
    }

    @Test
    void isThereOnlyWhenItCanBeShown() {
        assertNull(HubSpotError.orNull(null));
        assertNull(HubSpotError.orNull(Slice.of("")));
        assertNull(HubSpotError.orNull(Slice.of("[]")));
        assertNotNull(HubSpotError.orNull(Slice.of("{}")));
    }

    private static HubSpotError error(String body) {
        return HubSpotError.of(Slice.of(body));
    }
}
