package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void showsEachMemberAsItCame() {
        assertEquals(
                List.of("a=1", "b=\"x,}\"", "c={\"d\":[1,2]}", "e=null"),
                shown(" { \"a\" :1, \"b\":\"x,}\" ,\"c\":{\"d\":[1,2]},\n\"e\":null } "));
    }

    @Test
    void showsARepeatedNameEachTime() {
        assertEquals(List.of("id=1", "id=2"), shown("{\"id\":1,\"id\":2}"));
    }

    @Test
    void seesNoneInWhatIsNoObject() {
        assertEquals(List.of(), shown("[1]"));
        assertEquals(List.of(), shown("null"));
        assertEquals(List.of(), shown("{}"));
        assertEquals(List.of(), shown(""));
    }

    @Test
    void tellsNamesWithEscapesAndBeyondAscii() {
        Members members =
                Members.of(Slice.of("{\"in\\u0070uts\":1,\"größe\":2,\"gr\\u00f6ße\":3,\"a\\\"b\":4,\"größeX\":5}"));

        assertTrue(members.next() && members.is("inputs") && !members.is("input"));
        assertTrue(members.next() && members.is("größe"));
        assertTrue(members.next() && members.is("größe"));
        assertTrue(members.next() && members.is("a\"b"));
        assertTrue(members.next());
        assertFalse(members.is("größe"));
    }

    @Test
    void tellsNamesThatDifferInALetter() {
        Members members = Members.of(
                Slice.of("{\"größe\":1,\"a\\\\b\":2,\"i\\u0064\":3,\"idx\":4,\"id\":5,\"gr\\u00fc\\u00dfe\":6}"));

        assertTrue(members.next() && members.is("größe") && !members.is("grüße"));
        assertTrue(members.next() && members.is("a\\b") && !members.is("a\\c"));
        assertTrue(members.next() && members.is("id") && !members.is("ie") && !members.is("idx"));
        assertTrue(members.next() && members.is("idx") && !members.is("id"));
        assertTrue(members.next() && members.is("id") && !members.is("idx"));
        assertTrue(members.next() && members.is("grüße") && !members.is("größe"));
    }

    @Test
    void tellsWhereAValueStandsInItsObject() {
        Slice object = Slice.of("  {\"a\": 12}").sub(2, 11);
        Members members = Members.of(object);

        assertTrue(members.next());
        assertEquals(6, members.valueOffsetIn(object));
        assertEquals("\"a\": 12", members.whole().toString());
        assertEquals(6, object.indexOf(members.value()));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void seesTheMembersJacksonSees(@ForAll("objects") String object) throws IOException {
        JsonNode tree = JACKSON.readTree(object);
        List<String> names = new ArrayList<>();
        for (Members member = Members.of(Slice.of(object)); member.next(); ) {
            String name = member.name();
            names.remove(name);
            names.add(name);
            assertTrue(member.is(name));
            assertTrue(JACKSON.readTree("{" + member.whole() + "}").has(name));
            if (isLast(object, member, name)) {
                assertEquals(tree.get(name), JACKSON.readTree(member.value().toString()));
            }
        }
        assertEquals(tree.size(), names.size());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void seesTheSameWhereTheyWereCounted(
            @ForAll("objects") String one, @ForAll("objects") String other, @ForAll("cuts") List<Integer> cuts)
            throws MalformedJson {
        byte[] body = ("{\"inputs\":[" + one + "," + other + " ," + other + "]}").getBytes(StandardCharsets.UTF_8);
        List<Slice> inputs = new ArrayList<>();
        EnvelopeScanner scanner = new EnvelopeScanner(Set.of("inputs"), 0, new CollectedElements(inputs));
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(body.length, from + cut);
            scanner.take(Slice.of(body, from, to - from));
            from = to;
        }
        scanner.take(Slice.of(body, from, body.length - from));
        scanner.end();

        assertEquals(
                List.of(shown(one), shown(other), shown(other)),
                inputs.stream().map(MembersTest::shown).toList());
        for (Slice input : inputs) {
            Layout layout = input.layout();
            assertTrue(
                    layout == null
                            ? !cuts.isEmpty()
                            : layout.members() == shown(input).size());
        }
    }

    /** None at times: what is cut is read byte by byte, and is not counted. */
    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(List.of())),
                Tuple.of(2, Arbitraries.integers().between(1, 60).list().ofMaxSize(4)));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void tellsWhichOfSeveralNamesEachHas(@ForAll("objects") String object) {
        List<String> names = List.of("id", "inputs", "in", "a", "é", "漢a", "\"", "\\", " ");
        MemberNames wanted = MemberNames.of(names.toArray(String[]::new));
        for (Members member = Members.of(Slice.of(object)); member.next(); ) {
            assertEquals(names.indexOf(member.name()), member.which(wanted), member::name);
        }
    }

    @Provide
    Arbitrary<String> objects() {
        return JsonTexts.objects(3);
    }

    private static boolean isLast(String object, Members current, String name) {
        Slice last = current.value();
        for (Members member = Members.of(Slice.of(object)); member.next(); ) {
            last = member.is(name) ? member.value() : last;
        }
        return last.offset() == current.value().offset();
    }

    private static List<String> shown(String object) {
        return shown(Slice.of(object));
    }

    private static List<String> shown(Slice object) {
        List<String> shown = new ArrayList<>();
        for (Members member = Members.of(object); member.next(); ) {
            shown.add(member.name() + "=" + member.value());
        }
        return shown;
    }
}
