package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A look that knows no value before is the oracle of one that does. */
class TemplateTest {
    private static final String BEHIND = ",        ";

    private static final String VALUE =
            "{\"id\":\"1\",\"properties\":{\"a\":\"x\",\"b\":null},\"archived\":false,\"n\":[1,2]}";

    @Test
    void knowsAValueThatDiffersInItsScalarsOnly() {
        Template before = learnt(VALUE);
        String next =
                "{\"id\":12.5,\"properties\":{\"a\":null,\"b\":\"\\u00e9\u00e9\"},\"archived\":\"\",\"n\":[-1e5,true]}";

        assertEquals(length(next), before.end(bytes(next), 0, bytes(next).length, 0, 64, null));
    }

    @Test
    void knowsAValueWithNothingBehindIt() {
        byte[] next = VALUE.getBytes(StandardCharsets.UTF_8);

        assertEquals(next.length, learnt(VALUE).end(next, 0, next.length, 0, 64, null));
    }

    @Test
    void keepsNoValueThatIsLong() {
        String mebibyte = VALUE.replace("\"x\"", '"' + "x".repeat(1 << 20) + '"');

        assertEquals(WholeValue.UNKNOWN, learnt(mebibyte).end(bytes(mebibyte), 0, length(mebibyte), 0, 64, null));
    }

    @Test
    void doesNotMindWhatBecomesOfTheArrayOfTheValueBefore() {
        byte[] first = bytes(VALUE);
        WholeValue whole = new WholeValue(null);
        int end = whole.end(first, 0, first.length, 0, 64);
        Arrays.fill(first, (byte) 'x');

        assertEquals(end, whole.end(bytes(VALUE), 0, first.length, 0, 64));
        assertEquals(WholeValue.UNKNOWN, whole.end(first, 0, first.length, 0, 64));
    }

    @Test
    void saysNothingOfAnotherLayout() {
        for (String other : new String[] {
            VALUE.replace("\"id\"", "\"iD\""),
            VALUE.replace("null", "{}"),
            VALUE.replace("null", "[1]"),
            VALUE.replace("1,2", "1"),
            VALUE.replace("1,2", "1,2,3"),
            VALUE.replace(",\"n\":[1,2]", ""),
            VALUE.replace(":[1,2]", ":[1,2],\"m\":1"),
            VALUE.replace("{\"id\":", "{ \"id\":"),
            VALUE.replace("\"x\"", "\"x"),
            VALUE.replace("\"x\"", "\"\\x\""),
            VALUE.replace("\"x\"", "\"\t\""),
            VALUE.replace("false", "fals"),
            VALUE.replace("1,2", "01,2")
        }) {
            assertEquals(
                    WholeValue.UNKNOWN, learnt(VALUE).end(bytes(other), 0, bytes(other).length, 0, 64, null), other);
        }
    }

    @Test
    void saysNothingOfAValueThatIsDeeperThanAllowed() {
        assertEquals(WholeValue.UNKNOWN, learnt(VALUE).end(bytes(VALUE), 0, bytes(VALUE).length, 0, 1, null));
        assertNotEquals(WholeValue.UNKNOWN, learnt(VALUE).end(bytes(VALUE), 0, bytes(VALUE).length, 0, 2, null));
    }

    @Test
    void saysNothingOfAValueThatIsNotAllThere() {
        byte[] next = bytes(VALUE);
        for (int limit = 0; limit < length(VALUE); limit++) {
            assertEquals(WholeValue.UNKNOWN, learnt(VALUE).end(next, 0, limit, 0, 64, null));
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void changesNoAnswer(@ForAll("values") String first, @ForAll("values") String second, @ForAll int place) {
        byte[] damaged = bytes(first);
        damaged[Math.floorMod(place, damaged.length)] ^= (byte) (1 << Math.floorMod(place, 8));
        Outline outline = new Outline();
        WholeValue one = new WholeValue(outline);
        for (byte[] value : new byte[][] {bytes(first), bytes(first), damaged, bytes(second), damaged, bytes(first)}) {
            Outline expectedOutline = new Outline();
            int expected = new WholeValue(expectedOutline).end(value, 0, value.length, 0, 64);

            assertEquals(expected, one.end(value, 0, value.length, 0, 64));
            if (expected != WholeValue.UNKNOWN && value[0] == '{') {
                assertArrayEquals(expectedOutline.numbers(), outline.numbers());
            }
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void tellsTheMembersOfValuesThatDifferInTheirScalars(
            @ForAll("scalars") String one, @ForAll("scalars") String two, @ForAll("scalars") String three) {
        WholeObject objects = new WholeObject();
        String layout = "{\"a\":%s,\"b\":{\"c\":%s,\"d\":[%s]},\"e\":{}}";
        for (String text : new String[] {
            layout.formatted(one, two, three), layout.formatted(two, three, one), layout.formatted(three, one, two)
        }) {
            assertEquals(members(Slice.of(text)), members(read(objects, text)));
        }
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(JsonTexts.objects(3), JsonTexts.arrays(3));
    }

    @Provide
    Arbitrary<String> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.of("1", "-0.5e-7", "true", "null", "\"\"", "\"\\n\"", "\"\u00e9\ud83d\ude00\""),
                Arbitraries.strings().alpha().ofMaxLength(30).map(text -> '"' + text + '"'));
    }

    private static Slice read(WholeObject objects, String text) {
        try {
            return objects.of(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            throw new AssertionError(text, e);
        }
    }

    private static String members(Slice object) {
        StringBuilder all = new StringBuilder();
        for (Members member = Members.of(object); member.next(); ) {
            all.append(member.name()).append('=').append(member.value()).append(';');
        }
        return all.toString();
    }

    private static Template learnt(String value) {
        Scalars scalars = new Scalars();
        Template template = new Template(scalars);
        byte[] bytes = bytes(value);
        template.begins(0);
        for (int at = 0; at < length(value); at++) {
            boolean isScalar = at > 0 && ":[,".indexOf(bytes[at - 1]) >= 0 && "{[]".indexOf(bytes[at]) < 0;
            boolean isName = bytes[at] == '"' && value.indexOf("\":", at) == value.indexOf('"', at + 1);
            if (isScalar && !isName) {
                int end = scalars.end(bytes, at, bytes.length, bytes[at]);
                template.scalar(at, end);
                at = end - 1;
            }
        }
        template.ends(bytes, length(value), 2, 1, 0, null);
        return template;
    }

    private static byte[] bytes(String value) {
        return (value + BEHIND).getBytes(StandardCharsets.UTF_8);
    }

    private static int length(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }
}
