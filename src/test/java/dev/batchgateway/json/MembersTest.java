package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
        List<String> shown = new ArrayList<>();
        for (Members member = Members.of(Slice.of(object)); member.next(); ) {
            shown.add(member.name() + "=" + member.value());
        }
        return shown;
    }
}
