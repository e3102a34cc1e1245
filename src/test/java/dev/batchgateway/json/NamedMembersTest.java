package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
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
    void namesThatNoneHasAreKnownToBeMissingFromTheSecondOfAKindOn() throws MalformedJson {
        List<Slice> found = arrived("{\"b\":\"x\",\"c\":{\"id\":1}}", "{\"b\":\"y{\",\"c\":{\"id\":2}}");

        assertFalse(NAMES.areMissingIn(found.get(0)));
        assertTrue(NAMES.areMissingIn(found.get(1)));
        assertFalse(MemberNames.of("d", "c").areMissingIn(found.get(1)));
        assertTrue(NAMES.areMissingIn(found.get(1)));
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void showsWhatAWalkShows(@ForAll("likes") List<String> objects) throws MalformedJson {
        List<Slice> found = new ArrayList<>();
        EnvelopeScanner.scan(body(objects), LIST, new CollectedElements(found));
        found.addAll(arrived(objects.toArray(String[]::new)));
        found.addAll(objects.stream().map(Slice::of).toList());
        for (Slice object : found) {
            // In turns, as one layout knows where one set of names is.
            for (MemberNames names : List.of(NAMES, OTHERS, NAMES)) {
                assertSameAsAWalk(object, names);
            }
        }
    }

    private static void assertSameAsAWalk(Slice object, MemberNames names) {
        // Without what is known of it.
        Slice plain = object.sub(0, object.length());
        NamedMembers members = NamedMembers.of(object, names);
        boolean isAny = false;
        for (int name = 0; name < names.size(); name++) {
            Slice last = null;
            Slice first = null;
            for (Members member = Members.of(plain); member.next(); ) {
                if (member.which(names) == name) {
                    last = member.value();
                    first = first == null ? member.whole() : first;
                }
            }
            isAny |= last != null;
            assertSamePlace(object, last, members.value(name));
            assertSamePlace(object, first, members.whole(name));
        }
        assertFalse(isAny && names.areMissingIn(object), object::toString);
    }

    private static void assertSamePlace(Slice object, @Nullable Slice expected, @Nullable Slice shown) {
        assertEquals(String.valueOf(expected), String.valueOf(shown), object::toString);
        if (expected != null && shown != null) {
            assertEquals(object.indexOf(expected), object.indexOf(shown));
        }
    }

    private static List<Slice> arrived(String... objects) throws MalformedJson {
        List<Slice> found = new ArrayList<>();
        EnvelopeScanner scanner = new EnvelopeScanner(LIST, 0, new CollectedElements(found));
        scanner.take(Slice.of(body(List.of(objects))));
        scanner.end();
        return found;
    }

    private static byte[] body(List<String> objects) {
        return ("{\"list\":[" + String.join(",", objects) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** Objects of one kind with other scalars, and now and then one of another kind. */
    @Provide
    Arbitrary<List<String>> likes() {
        Arbitrary<List<String>> names = Arbitraries.oneOf(
                        Arbitraries.of("\"id\"", "\"i\\u0064\"", "\"inputs\"", "\"a\"", "\"\\\\\"", "\"b\"", "\"ab\""),
                        JsonTexts.strings())
                .list()
                .ofMaxSize(5);
        Arbitrary<String> value =
                Arbitraries.frequencyOf(Tuple.of(4, JsonTexts.scalars()), Tuple.of(1, JsonTexts.values(2)));
        return names.flatMap(kind -> value.list().ofSize(kind.size() * 4).map(values -> {
            List<String> objects = new ArrayList<>();
            for (int from = 0; from < 4; from++) {
                List<String> members = new ArrayList<>();
                for (int i = 0; i < kind.size(); i++) {
                    members.add(kind.get(i) + ":" + values.get(from * kind.size() + i));
                }
                objects.add("{" + String.join(",", members) + "}");
            }
            return objects;
        }));
    }
}
