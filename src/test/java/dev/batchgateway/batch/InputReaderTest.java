package dev.batchgateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.json.Slice;
import dev.batchgateway.testing.Calls;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputReaderTest {
    @Test
    void takesNumbersAndStringsForTheSameId() {
        assertSameKey(Operation.OBJECT_UPDATE, "{\"id\":17}", "{ \"properties\":{}, \"id\" : \"17\" }");
        assertSameKey(Operation.OBJECT_ARCHIVE, "{\"id\":\"1\\u0037\"}", "{\"id\":17}");
        assertOtherKey(Operation.OBJECT_UPDATE, "{\"id\":17}", "{\"id\":\"18\"}");
    }

    @Test
    void foldsEmails() {
        assertSameKey(
                Operation.OBJECT_UPSERT,
                "{\"id\":\" Ann@Example.COM \",\"idProperty\":\"email\"}",
                "{\"id\":\"ann@example.com\",\"idProperty\":\"email\"}");
        assertOtherKey(
                Operation.OBJECT_UPSERT,
                "{\"id\":\"AB\",\"idProperty\":\"customer_no\"}",
                "{\"id\":\"ab\",\"idProperty\":\"customer_no\"}");
    }

    @Test
    void tellsKeysOfDifferentPropertiesApart() {
        assertOtherKey(Operation.OBJECT_UPDATE, "{\"id\":\"1\",\"idProperty\":\"a\"}", "{\"id\":\"1\"}");
        assertSameKey(Operation.OBJECT_UPDATE, "{\"id\":\"1\",\"idProperty\":\"hs_object_id\"}", "{\"id\":\"1\"}");
        assertSameKey(Operation.OBJECT_UPDATE, "{\"id\":\"1\",\"idProperty\":null}", "{\"id\":\"1\"}");
    }

    @Test
    void takesTheIdPropertyOfAReadFromTheBodyAndOfAnUpdateFromTheInput() {
        Envelope byEmail = Calls.envelope(Operation.OBJECT_READ, "\"idProperty\":\"email\"");
        Envelope ignored = Calls.envelope(Operation.OBJECT_UPDATE, "\"idProperty\":\"email\"");
        Slice input = Slice.of("{\"id\":\"A@b.c\",\"idProperty\":\"other\"}");

        Input read = new InputReader(Operation.OBJECT_READ, byEmail).read(0, input);
        Input update = new InputReader(Operation.OBJECT_UPDATE, ignored).read(0, input);

        assertEquals("email", read.idProperty());
        assertEquals("A@b.c", read.id());
        assertEquals("other", update.idProperty());
    }

    @Test
    void lastOfAFieldGivenTwiceCounts() {
        Input input = read(
                Operation.OBJECT_UPDATE,
                "{\"id\":1,\"id\":2,\"objectWriteTraceId\":\"a\",\"objectWriteTraceId\":\"b\"}");

        assertEquals("2", input.id());
        assertEquals("b", input.trace());
        assertEquals(
                "\"b\"",
                input.bytes()
                        .sub(input.traceAt(), input.traceAt() + input.traceLength())
                        .toString());
    }

    @Test
    void hasNoKeyWhereThereIsNoId() {
        assertNull(read(Operation.OBJECT_UPDATE, "{\"properties\":{}}").key());
        assertNull(read(Operation.OBJECT_UPDATE, "{\"id\":{\"a\":1}}").key());
        assertNull(read(Operation.OBJECT_UPDATE, "{\"id\":null}").key());
        assertNull(read(Operation.OBJECT_CREATE, "{\"id\":\"5\"}").key());
        assertNull(read(Operation.ASSOCIATION_CREATE, "{\"from\":{\"id\":1}}").key());
        assertNull(read(Operation.ASSOCIATION_CREATE, "{\"to\":{\"id\":1}}").key());
    }

    @Test
    void tellsThePagesOfAnAssociationReadApart() {
        assertOtherKey(Operation.ASSOCIATION_READ, "{\"id\":1}", "{\"id\":1,\"after\":\"x\"}");
        assertSameKey(Operation.ASSOCIATION_READ, "{\"id\":1,\"after\":7}", "{\"after\":\"7\",\"id\":\"1\"}");
        assertSameKey(Operation.OBJECT_READ, "{\"id\":1}", "{\"id\":1,\"after\":\"x\"}");
    }

    @Test
    void pairsHaveOneKeyInBothDirections() {
        assertSameKey(
                Operation.ASSOCIATION_CREATE,
                "{\"from\":{\"id\":1},\"to\":{\"id\":\"2\"},\"type\":\"a\"}",
                "{\"to\":{\"id\":1},\"from\":{\"id\":2},\"type\":\"b\"}");
        assertOtherKey(
                Operation.ASSOCIATION_CREATE,
                "{\"from\":{\"id\":1},\"to\":{\"id\":2}}",
                "{\"from\":{\"id\":1},\"to\":{\"id\":3}}");
    }

    @Test
    void readsToAsAnArrayToo() {
        Input one = read(Operation.ASSOCIATION_ARCHIVE, "{\"from\":{\"id\":\"2\"},\"to\":[{\"id\":1}]}");
        Input two = read(
                Operation.ASSOCIATION_ARCHIVE,
                "{\"from\":{\"id\":\"2\"},\"to\":[{\"id\":1},{\"x\":0},{\"id\":\"3\"}]}");

        assertEquals(List.of("1"), one.toIds());
        assertEquals(
                read(Operation.ASSOCIATION_ARCHIVE, "{\"from\":{\"id\":1},\"to\":[{\"id\":2}]}")
                        .key(),
                one.key());
        assertEquals(List.of("1", "3"), two.toIds());
        assertNotEquals(one.key(), two.key());
    }

    @Test
    void manyRecordsInToMakeAShortKey() {
        String many = to(5_000, 5_000);

        Input input = read(Operation.ASSOCIATION_ARCHIVE, many);

        assertTrue(input.key() != null && input.key().length() < 1_100, input.key());
        assertEquals(5_000, input.toIds().size());
        assertSameKey(Operation.ASSOCIATION_ARCHIVE, many, many.replace("},{", "} , {"));
        assertOtherKey(Operation.ASSOCIATION_ARCHIVE, many, to(5_000, 4_999));
        assertOtherKey(Operation.ASSOCIATION_ARCHIVE, many, many.replace("{\"id\":17}", "{\"id\":71}"));
    }

    private static String to(int from, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":" + i + "}")
                .collect(Collectors.joining(",", "{\"from\":{\"id\":" + from + "},\"to\":[", "]}"));
    }

    /** Read out it would be there twice more, and nobody counts it. */
    @Test
    void anIdThatIsLongerThanAnyIsNone() {
        String longId = "7".repeat(400_000);

        assertNull(read(Operation.OBJECT_UPDATE, "{\"id\":" + longId + "}").id());
        assertNull(read(Operation.OBJECT_UPDATE, "{\"id\":" + longId + "}").key());
        assertNull(
                read(Operation.ASSOCIATION_READ, "{\"id\":1,\"after\":" + longId + "}")
                        .key(),
                "not the first page");
        assertNull(read(Operation.ASSOCIATION_CREATE, "{\"from\":{\"id\":" + longId + "},\"to\":{\"id\":1}}")
                .key());
        assertEquals(
                List.of(),
                read(Operation.ASSOCIATION_CREATE, "{\"from\":{\"id\":1},\"to\":{\"id\":" + longId + "}}")
                        .toIds());
    }

    @Test
    void findsTheTraceIdOfTracedOperationsOnly() {
        String input = "{\"id\":1,\"objectWriteTraceId\" : 5}";

        assertEquals("5", read(Operation.OBJECT_UPDATE, input).trace());
        assertEquals(31, read(Operation.OBJECT_UPDATE, input).traceAt());
        assertNull(read(Operation.OBJECT_READ, input).trace());
        assertEquals(-1, read(Operation.OBJECT_READ, input).traceAt());
        assertNull(
                read(Operation.OBJECT_CREATE, "{\"objectWriteTraceId\":null}").trace());
        assertEquals(
                22,
                read(Operation.OBJECT_CREATE, "{\"objectWriteTraceId\":null}").traceAt());
    }

    @Test
    void onlyWhatSurelyAsksTheSameIsAskedOnce() {
        assertTrue(
                read(Operation.OBJECT_READ, "{\"id\":1}").asksTheSameAs(read(Operation.OBJECT_READ, "{\"id\":\"1\"}")));
        assertTrue(readBy("email", "A@b.c").asksTheSameAs(readBy("email", "a@b.c ")));
        // Equal keys, but HubSpot may tell the two apart: sent after each other, not answered alike.
        assertEquals(readBy("handle", "A@b").key(), readBy("handle", "a@b").key());
        assertFalse(readBy("handle", "A@b").asksTheSameAs(readBy("handle", "a@b")));
        assertFalse(read(Operation.ASSOCIATION_LABELS_ARCHIVE, "{\"from\":{\"id\":1},\"to\":{\"id\":2}}")
                .asksTheSameAs(read(Operation.ASSOCIATION_LABELS_ARCHIVE, "{\"from\":{\"id\":2},\"to\":{\"id\":1}}")));
    }

    private static Input readBy(String idProperty, String id) {
        Envelope envelope = Calls.envelope(Operation.OBJECT_READ, "\"idProperty\":\"" + idProperty + "\"");
        return new InputReader(Operation.OBJECT_READ, envelope).read(0, Slice.of("{\"id\":\"" + id + "\"}"));
    }

    private static Input read(Operation operation, String input) {
        return new InputReader(operation, Envelope.none(operation)).read(0, Slice.of(input));
    }

    private static void assertSameKey(Operation operation, String one, String other) {
        assertEquals(read(operation, one).key(), read(operation, other).key());
    }

    private static void assertOtherKey(Operation operation, String one, String other) {
        assertNotEquals(read(operation, one).key(), read(operation, other).key());
    }
}
