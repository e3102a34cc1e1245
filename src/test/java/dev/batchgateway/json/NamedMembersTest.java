package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamedMembersTest {
    private static final List<String> TEXTS = List.of("id", "inputs", "a", "é", "\"", "\\");
    private static final MemberNames NAMES = MemberNames.of(TEXTS.toArray(String[]::new));
    private static final MemberNames OTHERS = MemberNames.of("results", "id");
    private static final int MANY = 12;
    private static final Set<String> LIST = Set.of("list");

    @Test
    void ofANameGivenTwiceTheLastValueAndTheFirstMemberAreShown() {
        NamedMembers members = NamedMembers.of(Slice.of(" {\"id\": 1 , \"b\":{\"id\":2}, \"i\\u0064\":\"x\"} "), NAMES);

        assertEquals("\"x\"", String.valueOf(members.value(0)));
        assertEquals("\"id\": 1", String.valueOf(members.whole(0)));
        assertNull(members.value(2));
        assertNull(members.whole(2));
    }

    @Test
    void whatIsNoObjectHasNone() {
        for (String text : List.of("", "[1]", "null", "{}")) {
            assertNull(NamedMembers.of(Slice.of(text), NAMES).value(0));
        }
    }

    @Test
    void namesThatNoneHasAreKnownToBeMissingWhereManyAreAlike() throws MalformedJson {
        List<Slice> found = arrived(alike("{\"b\":\"%d{\",\"c\":{\"id\":1}}"));

        assertFalse(NAMES.areMissingIn(found.get(0)));
        assertTrue(NAMES.areMissingIn(found.get(MANY - 2)));
        assertTrue(NAMES.areMissingIn(found.get(MANY - 1)));
        assertFalse(MemberNames.of("d", "c").areMissingIn(found.get(MANY - 1)));
        assertTrue(NAMES.areMissingIn(found.get(MANY - 1)));
    }

    @Test
    void ofKindsThatFollowEachOtherEachHasItsOwnPlaces() throws MalformedJson {
        List<String> objects = new ArrayList<>();
        for (String kind :
                List.of("{\"id\":%d,\"b\":2}", "{\"b\":2,\"id\":%d}", "{\"id\":1,\"a\":2,\"id\":%d}", "{\"b\":%d}")) {
            objects.addAll(alike(kind));
        }

        for (Slice object : inEveryWay(objects)) {
            assertSameAsAWalk(object, List.of(NAMES));
        }
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void showsWhatAWalkShows(@ForAll("likes") List<String> objects) throws MalformedJson {
        boolean isMissingFirst = false;
        for (Slice object : inEveryWay(objects)) {
            isMissingFirst = !isMissingFirst;
            // One layout knows where one set of names is.
            assertSameAsAWalk(object, isMissingFirst ? List.of(NAMES, OTHERS, NAMES) : List.of(NAMES));
        }
    }

    private static void assertSameAsAWalk(Slice object, List<MemberNames> sets) {
        // Without what is known of it.
        Slice plain = object.sub(0, object.length());
        for (MemberNames names : sets) {
            boolean areMissing = names.areMissingIn(object);
            NamedMembers members = NamedMembers.of(object, names);
            for (int name = 0; name < names.size(); name++) {
                Slice last = null;
                Slice first = null;
                for (Members member = Members.of(plain); member.next(); ) {
                    if (member.which(names) == name) {
                        last = member.value();
                        first = first == null ? member.whole() : first;
                    }
                }
                assertFalse(last != null && areMissing, object::toString);
                assertSamePlace(object, last, members.value(name));
                assertSamePlace(object, first, members.whole(name));
            }
        }
    }

    private static void assertSamePlace(Slice object, @Nullable Slice expected, @Nullable Slice shown) {
        assertEquals(String.valueOf(expected), String.valueOf(shown), object::toString);
        if (expected != null && shown != null) {
            assertEquals(object.indexOf(expected), object.indexOf(shown));
        }
    }

    /** So many objects of one kind that they share a layout. */
    private static List<String> alike(String kind) {
        return IntStream.range(0, MANY).mapToObj(kind::formatted).toList();
    }

    /** As results, as inputs of a body, as lines, and as what nobody has looked at. */
    private static List<Slice> inEveryWay(List<String> objects) throws MalformedJson {
        List<Slice> found = new ArrayList<>();
        EnvelopeScanner.scan(body(objects), LIST, new CollectedElements(found));
        found.addAll(arrived(objects));
        WholeObject lines = new WholeObject();
        for (String object : objects) {
            found.add(lines.of(object.getBytes(StandardCharsets.UTF_8)));
            found.add(Slice.of(object));
        }
        return found;
    }

    private static List<Slice> arrived(List<String> objects) throws MalformedJson {
        List<Slice> found = new ArrayList<>();
        EnvelopeScanner scanner = new EnvelopeScanner(LIST, 0, new CollectedElements(found));
        scanner.take(Slice.of(body(objects)));
        scanner.end();
        return found;
    }

    private static byte[] body(List<String> objects) {
        return ("{\"list\":[" + String.join(",", objects) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** Objects of a few kinds, one kind after the other, with other scalars in each. */
    @Provide
    Arbitrary<List<String>> likes() {
        return kind().list().ofMinSize(1).ofMaxSize(4).map(kinds -> kinds.stream()
                .flatMap(List::stream)
                .toList());
    }

    private static Arbitrary<List<String>> kind() {
        Arbitrary<List<String>> names = Arbitraries.oneOf(
                        Arbitraries.of("\"id\"", "\"i\\u0064\"", "\"inputs\"", "\"a\"", "\"\\\\\"", "\"b\"", "\"ab\""),
                        JsonTexts.strings())
                .list()
                .ofMaxSize(5);
        Arbitrary<List<String>> values = Arbitraries.frequencyOf(
                        Tuple.of(9, JsonTexts.scalars()), Tuple.of(1, JsonTexts.values(2)))
                .list()
                .ofSize(30);
        return Combinators.combine(names, values, Arbitraries.integers().between(1, MANY))
                .as((kind, some, count) -> IntStream.range(0, count)
                        .mapToObj(number -> object(kind, some, number))
                        .toList());
    }

    private static String object(List<String> names, List<String> values, int number) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + ":" + values.get((7 * number + i) % values.size()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
