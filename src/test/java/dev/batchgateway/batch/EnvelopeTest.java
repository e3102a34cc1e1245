package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.json.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    @Test
    void keepsTheCallersOrderAndLetters() {
        Envelope envelope = Envelope.of(
                Operation.OBJECT_CREATE,
                members("\"a\" : 1.0", "\"b\":\"\\u00e9\""),
                members("\"c\":[ 1 ]", "\"d\":null"));

        assertEquals("{\"a\" : 1.0,\"b\":\"\\u00e9\",\"inputs\":[|],\"c\":[ 1 ],\"d\":null}", shown(envelope));
        assertEquals(shown(envelope).length() - 1, envelope.length());
    }

    @Test
    void mayBeEmpty() {
        assertEquals("{\"inputs\":[|]}", shown(Envelope.none(Operation.OBJECT_UPDATE)));
    }

    @Test
    void addsTheKeyToTheListedPropertiesOfAReadByIdProperty() {
        Envelope before = Envelope.of(
                Operation.OBJECT_READ,
                members("\"idProperty\":\"email\"", "\"properties\" : [ \"a\", \"b\"]"),
                List.of());
        Envelope behind = Envelope.of(
                Operation.OBJECT_READ, members("\"properties\":[\"a\"]"), members("\"idProperty\":\"größe\\\"\""));

        assertEquals(
                "{\"idProperty\":\"email\",\"properties\":[\"email\",\"a\", \"b\"],\"inputs\":[|]}", shown(before));
        assertEquals("email", before.addedProperty());
        assertEquals("email", before.idProperty());
        assertEquals(
                "{\"properties\":[\"größe\\\"\",\"a\"],\"inputs\":[|],\"idProperty\":\"größe\\\"\"}", shown(behind));
        assertEquals("größe\"", behind.addedProperty());
    }

    @Test
    void addsNothingElsewhere() {
        assertUnchanged(Operation.OBJECT_READ, "\"idProperty\":\"email\"", "\"properties\":[\"a\",\"\\u0065mail\"]");
        assertUnchanged(Operation.OBJECT_READ, "\"idProperty\":\"email\"");
        assertUnchanged(Operation.OBJECT_READ, "\"properties\":[\"a\"]");
        assertUnchanged(Operation.OBJECT_READ, "\"idProperty\":\"hs_object_id\"", "\"properties\":[\"a\"]");
        assertUnchanged(Operation.OBJECT_READ, "\"idProperty\":5", "\"properties\":[\"a\"]");
        assertUnchanged(Operation.OBJECT_READ, "\"idProperty\":\"email\"", "\"properties\":\"a\"");
        assertUnchanged(Operation.OBJECT_UPDATE, "\"idProperty\":\"email\"", "\"properties\":[\"a\"]");
    }

    /** HubSpot answers an empty list with its default properties; the key alone in it would take those away. */
    @Test
    void leavesAnEmptyListEmpty() {
        assertUnchanged(Operation.OBJECT_READ, "\"idProperty\":\"email\"", "\"properties\":[]");
    }

    @Test
    void addsTheKeyToListsOnlyWhenAFieldIsGivenTwice() {
        Envelope envelope = Envelope.of(
                Operation.OBJECT_READ,
                members("\"properties\":\"x\"", "\"properties\":[\"a\"]", "\"idProperty\":\"email\""),
                List.of());

        assertEquals(
                "{\"properties\":\"x\",\"properties\":[\"email\",\"a\"],\"idProperty\":\"email\",\"inputs\":[|]}",
                shown(envelope));
    }

    @Test
    void seesWhetherHistoriesAreAskedFor() {
        assertTrue(withHistory(Operation.OBJECT_READ, "\"propertiesWithHistory\":[\"a\"]"));
        assertFalse(withHistory(Operation.OBJECT_READ, "\"propertiesWithHistory\":[ ]"));
        assertFalse(withHistory(Operation.OBJECT_READ, "\"properties\":[\"a\"]"));
        assertFalse(withHistory(Operation.OBJECT_UPDATE, "\"propertiesWithHistory\":[\"a\"]"));
    }

    private static boolean withHistory(Operation operation, String member) {
        return Envelope.of(operation, members(member), List.of()).withHistory();
    }

    private static void assertUnchanged(Operation operation, String... members) {
        Envelope envelope = Envelope.of(operation, members(members), List.of());

        assertEquals("{" + String.join(",", members) + ",\"inputs\":[|]}", shown(envelope));
        assertNull(envelope.addedProperty());
    }

    private static List<Slice> members(String... texts) {
        return Arrays.stream(texts).map(Slice::of).toList();
    }

    private static String shown(Envelope envelope) {
        return new String(envelope.head(), StandardCharsets.UTF_8) + "|"
                + new String(envelope.tail(), StandardCharsets.UTF_8);
    }
}
