package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvelopeScannerTest {
    @Test
    void handsOutElementsAndMembersAsTheyCame() {
        Scanned scanned = scan("{\"a\" : 1.0,\"inputs\":[ {\"id\":\"\\u00e9\"} ,{}],\"b\":[2]}");

        assertEquals(
                List.of(
                        "member a at 1: \"a\" : 1.0 = 1.0",
                        "array inputs at 20",
                        "element inputs 0 at 22: {\"id\":\"\\u00e9\"}",
                        "element inputs 1 at 39: {}",
                        "member b at 43: \"b\":[2] = [2]",
                        ""),
                scanned.events());
    }

    @Test
    void keepsLongNumbersEscapesAndEmojiToTheByte() {
        String element = "{\"n\":123456789012345678901234567890,\"m\":1.0,\"t\":\"\\u00e9 é 😀 \\ud83d\\ude00\"}";

        assertTrue(scan("{\"inputs\":[" + element + "]}").events().get(1).endsWith(element));
    }

    @Test
    void readsNamesWithTheirEscapes() {
        assertEquals(
                "element inputs 0 at 16: {}",
                scan("{\"in\\u0070uts\":[{}]}").events().get(1));
    }

    @Test
    void givesAMemberThatHasTheNameOfAnArrayButIsNone() {
        assertEquals(
                "member inputs at 1: \"inputs\":{\"results\":[1]} = {\"results\":[1]}",
                scan("{\"inputs\":{\"results\":[1]}}").events().get(0));
    }

    @Test
    void tellsWhatIsHeldWhereValuesAreLongerThanTheSegmentsHaveRoomFor() throws MalformedJson {
        String large = "{\"a\":\"" + "x".repeat(40_000) + "\"}";
        String small = "{\"a\":\"" + "x".repeat(200) + "\"}";

        long read = 40L * large.length();
        assertTrue(heldOf(large, 40) > read * 102 / 100, "the first part of some is there twice");
        assertTrue(heldOf(large, 40) < read * 125 / 100);
        String longest = "{\"a\":\"" + "x".repeat(300_000) + "\"}";
        assertTrue(heldOf(longest, 10) >= 10L * longest.length());
        assertTrue(heldOf(longest, 10) < 22L * longest.length());
        for (int length : List.of(200, 33_000, 66_000, 150_000, 270_000, 600_000, 3_000_000)) {
            String value = "{\"a\":\"" + "x".repeat(length) + "\"}";
            int count = 24_000_000 / length;
            assertTrue(
                    heldOfKnown(value, count) < (long) value.length() * count * 12 / 10,
                    "where the length is known there is little twice: " + length);
        }
        assertTrue(heldOf("{}", 10) <= EnvelopeScanner.SEGMENT / 4, "small bodies take little");
        read = 10_000L * small.length();
        assertTrue(heldOf(small, 10_000) >= read);
        assertTrue(heldOf(small, 10_000) < read * 106 / 100);
        assertTrue(heldOf(" ".repeat(1_000_000) + "{}", 1) <= 2 * EnvelopeScanner.SEGMENT, "blanks are not kept");
    }

    /** A value in the making of an unknown length is there twice for a moment: whoever counts must be asked before. */
    @Test
    void tellsWhatALongValueWillTakeBeforeItDoes() throws MalformedJson {
        EnvelopeScanner scanner = new EnvelopeScanner(Set.of("inputs"), 0, WholeObject.NOTHING);
        scanner.take(Slice.of("{\"inputs\":[\""));
        Slice piece = Slice.of("x".repeat(10_000));
        for (int i = 0; i < 1_000; i++) {
            long before = scanner.held();
            long told = scanner.heldWith(piece.length());
            scanner.take(piece);
            long grown = scanner.held() - before;
            assertTrue(grown < 600_000 || told >= scanner.held(), told + " and then " + scanner.held());
        }
    }

    private static long heldOf(String element, int count) throws MalformedJson {
        return held(element, count, false);
    }

    private static long heldOfKnown(String element, int count) throws MalformedJson {
        return held(element, count, true);
    }

    private static long held(String element, int count, boolean isKnown) throws MalformedJson {
        byte[] all = ("{\"inputs\":[" + String.join(",", Collections.nCopies(count, element)) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        EnvelopeScanner scanner = new EnvelopeScanner(Set.of("inputs"), isKnown ? all.length : 0, WholeObject.NOTHING);
        for (int at = 0; at < all.length; at += 8_192) {
            scanner.take(Slice.of(all, at, Math.min(8_192, all.length - at)));
        }
        scanner.end();
        return scanner.held();
    }

    @Test
    void slicesNamedArraysOnTheOutermostLevelOnly() {
        assertEquals(
                List.of("array inputs at 10", "element inputs 0 at 11: {\"inputs\":[{}]}", ""),
                scan("{\"inputs\":[{\"inputs\":[{}]}]}").events());
    }

    @Test
    void showsANameEveryTimeItIsGiven() {
        assertEquals(
                List.of("array inputs at 10", "array inputs at 22", ""),
                scan("{\"inputs\":[],\"inputs\":[]}").events());
    }

    @Test
    void countsTheElementsOfEachArrayFromZero() {
        assertEquals(
                List.of(
                        "array inputs at 10",
                        "element inputs 0 at 11: 1",
                        "array results at 24",
                        "element results 0 at 25: 2",
                        "element results 1 at 27: 3",
                        ""),
                scan("{\"inputs\":[1],\"results\":[2,3]}").events());
    }

    @Test
    void namesTheByteAndTheInputThatIsWrong() {
        assertFailure("',' or ']' was expected, found '{' at 13 in 1", "{\"inputs\":[1 {}]}");
        assertFailure("a value was expected, found ',' at 13 in 1", "{\"inputs\":[1,,2]}");
        assertFailure("not a number, found '1' at 21 in 1", "{\"inputs\":[{},{\"a\":[01]}]}");
        assertFailure("a value was expected, found ']' at 13 in 1", "{\"inputs\":[1,]}");
        assertFailure("a name in quotes was expected, found '}' at 7 in -1", "{\"a\":1,}");
        assertFailure("':' was expected, found ',' at 4 in -1", "{\"a\",1}");
        assertFailure("an unknown escape, found 'x' at 7 in -1", "{\"a\":\"\\x\"}");
        assertFailure("four hexadecimal digits were expected, found 'g' at 8 in -1", "{\"a\":\"\\ug000\"}");
        assertFailure("'true' was expected, found 'l' at 7 in -1", "{\"a\":trle}");
        assertFailure("a control character inside a string, found byte 0x0A at 6 in -1", "{\"a\":\"\n\"}");
    }

    @Test
    void wantsExactlyOneObject() {
        assertFailure("the body is empty at 0 in -1", "");
        assertFailure("the body ends too early at 2 in -1", "  ");
        assertFailure("an object was expected, found '[' at 0 in -1", "[]");
        assertFailure("an object was expected, found '1' at 1 in -1", " 1");
        assertFailure("there is text after the end, found '{' at 3 in -1", "{} {}");
        assertFailure("the body ends too early at 11 in 0", "{\"inputs\":[");
        assertFailure("the body ends too early at 16 in 0", "{\"inputs\":[{\"a\":");
        assertFailure("the body ends too early at 15 in 2", "{\"inputs\":[1,2,");
        assertFailure("the body ends too early at 13 in -1", "{\"inputs\":[1]");
    }

    @Test
    void refusesAByteOrderMark() {
        assertFailure("an object was expected, found byte 0xEF at 0 in -1", "\uFEFF{}");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertNotUtf8(0xC0, 0xAF); // An overlong slash.
        assertNotUtf8(0xE0, 0x80, 0xAF);
        assertNotUtf8(0xED, 0xA0, 0x80); // A surrogate.
        assertNotUtf8(0xF4, 0x90, 0x80, 0x80); // Above U+10FFFF.
        assertNotUtf8(0x80);
        assertNotUtf8(0xFF);
        assertNotUtf8(0xE2, 0x82); // The euro sign, cut.
    }

    @Test
    void takes64LevelsAndNotOneMore() {
        assertTrue(scan("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}").isWellFormed());
        assertFailure("nested deeper than 64 levels at 68 in -1", "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}");
        assertFailure(
                "nested deeper than 64 levels at 73 in 0", "{\"inputs\":[" + "[".repeat(63) + "]".repeat(64) + "}");
    }

    @Test
    void readsValuesLargerThanASegment() throws MalformedJson {
        String text = "é".repeat(30_000);
        String large = "{\"properties\":{\"text\":\"" + text + text + "\"}}";
        String body = "{\"first\":\"" + text + text + "\",\"inputs\":[{\"a\":1}," + large + ",{\"b\":2}]}";

        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int piece : List.of(1, 7, 1021, 16_381, 65_536, 100_003, bytes.length)) {
            List<Integer> sizes = new ArrayList<>();
            for (int sent = 0; sent < bytes.length; sent += piece) {
                sizes.add(piece);
            }
            assertEquals(Scanned.whole(bytes), Scanned.inPieces(bytes, sizes, 0), () -> "in pieces of " + piece);
        }
    }

    @Test
    void slicesStayAsTheyWereWhenManySegmentsFollow() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"inputs\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 20_000; i++) {
            body.writeBytes(((i > 0 ? "," : "") + "{\"id\":\"" + i + "\"}").getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("],\"idProperty\":\"email\"}".getBytes(StandardCharsets.UTF_8));
        List<Integer> sizes = new ArrayList<>();
        for (int sent = 0; sent < body.size(); sent += 997) {
            sizes.add(997);
        }

        assertEquals(Scanned.whole(body.toByteArray()), Scanned.inPieces(body.toByteArray(), sizes, 0));
    }

    @Test
    void slicesOfDifferentSegmentsDoNotHoldEachOther() throws MalformedJson {
        List<Slice> slices = new ArrayList<>();
        EnvelopeScanner scanner = new EnvelopeScanner(Set.of("inputs"), 0, new CollectedElements(slices));
        put(scanner, "{\"inputs\":[");
        for (int i = 0; i < 20; i++) {
            put(scanner, (i > 0 ? "," : "") + "\"" + "x".repeat(30_000) + "\"");
        }
        put(scanner, "]}");
        scanner.end();

        assertEquals(20, slices.size());
        assertNotEquals(slices.get(0).array(), slices.get(19).array());
        assertTrue(slices.get(0).array().length <= 2 * EnvelopeScanner.SEGMENT);
    }

    @Test
    void passesOnWhatTheSinkRefuses() {
        EnvelopeScanner.Sink refusing = new Refusing();
        byte[] body = "{\"inputs\":[{},1]}".getBytes(StandardCharsets.UTF_8);

        MalformedJson e =
                assertThrows(MalformedJson.class, () -> EnvelopeScanner.scan(body, Set.of("inputs"), refusing));

        assertEquals("not an object", e.getMessage());
        assertEquals(14, e.byteOffset());
        assertEquals(1, e.position());
        assertEquals(0, e.getStackTrace().length);
    }

    private static Scanned scan(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Scanned scanned = Scanned.whole(bytes);
        List<Integer> byByte = bytes.length > 10_000 ? List.of() : Collections.nCopies(bytes.length, 1);
        assertEquals(scanned, Scanned.inPieces(bytes, byByte, 0));
        return scanned;
    }

    private static void assertFailure(String expected, String body) {
        assertEquals(expected, scan(body).failure());
    }

    private static void assertNotUtf8(int... inside) {
        byte[] body = ("{\"a\":\"" + "?".repeat(inside.length) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < inside.length; i++) {
            body[6 + i] = (byte) inside[i];
        }
        assertTrue(Scanned.whole(body).failure().startsWith("not UTF-8"), () -> Scanned.whole(body)
                .failure());
    }

    private static void put(EnvelopeScanner scanner, String text) throws MalformedJson {
        scanner.take(Slice.of(text));
    }

    private static final class Refusing implements EnvelopeScanner.Sink {
        @Override
        public void arrayStarts(String name, long byteOffset) {}

        @Override
        public void element(String name, int index, Slice value, long byteOffset) throws MalformedJson {
            if (value.at(0) != '{') {
                throw new MalformedJson("not an object", byteOffset, index);
            }
        }

        @Override
        public void member(String name, Slice whole, Slice value, long byteOffset) {}
    }
}
