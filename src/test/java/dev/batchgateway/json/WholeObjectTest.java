package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import org.junit.jupiter.api.Test;

class WholeObjectTest {
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void itsMembersAreThoseThatASecondLookFinds(@ForAll("texts") String text) throws MalformedJson {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Slice object = new WholeObject().of(bytes);

        assertEquals(members(Slice.of(text.strip())), members(object));
        assertEquals(text.strip(), object.toString(), "no blanks around it");
        assertNotNull(object.outline());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void soAreThoseOfElementsInABodyThatIsThere(@ForAll("texts") String text) throws MalformedJson {
        byte[] body = ("{\"results\" : [ " + text + " ,{\"a\":1}]}").getBytes(StandardCharsets.UTF_8);
        List<Slice> elements = new ArrayList<>();
        EnvelopeScanner.scan(body, Set.of("results"), new CollectedElements(elements));

        assertEquals(members(Slice.of(text.strip())), members(elements.get(0)));
        assertEquals(members(Slice.of(text.strip())), members(elements.get(0).compact()));
        assertEquals(List.of("\"a\":1 a 1 5"), members(elements.get(1)));
    }

    @Test
    void moreMembersThanAreWrittenDownAreAllSeen() throws MalformedJson {
        StringBuilder text = new StringBuilder("{\"m\":0");
        for (int i = 1; i < 100; i++) {
            text.append(",\"m").append(i).append("\":").append(i);
        }
        String object = text.append('}').toString();
        WholeObject check = new WholeObject();

        for (String blanks : new String[] {"", " ", "\r", "\t \r"}) {
            Slice seen = check.of((blanks + object + blanks).getBytes(StandardCharsets.UTF_8));
            assertNull(seen.outline());
            assertEquals(members(Slice.of(object)), members(seen));
        }
        assertEquals(
                1,
                members(check.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8))).size());
    }

    @Test
    void whatIsNoObjectIsRefusedWhereItGoesWrong() {
        for (String[] wrong : new String[][] {
            {"[1]", "0"},
            {"{\"a\":x}", "5"},
            {"{} {}", "3"},
            {"{\"a\":1", "6"},
            {"", "0"},
            {"\u001a{}", "0"},
            {"{}\u0001", "2"}
        }) {
            MalformedJson said = assertThrows(
                    MalformedJson.class,
                    () -> new WholeObject().of(wrong[0].getBytes(StandardCharsets.UTF_8)),
                    wrong[0]);
            assertEquals(Long.parseLong(wrong[1]), said.byteOffset(), wrong[0]);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(JsonTexts.objects(3), JsonTexts.bodies());
    }

    private static List<String> members(Slice object) {
        List<String> members = new ArrayList<>();
        for (Members member = Members.of(object); member.next(); ) {
            members.add(
                    member.whole() + " " + member.name() + " " + member.value() + " " + member.valueOffsetIn(object));
        }
        return members;
    }
}
