package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

class ElementsTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void showsEachElementAsItCame() {
        assertEquals(
                List.of("1.0", "\"]\\\"\"", "[2,[3]]", "{\"a\":[]}", "null"),
                shown(" [1.0 , \"]\\\"\",[2,[3]] ,{\"a\":[]}, null] "));
    }

    @Test
    void seesNoneInWhatIsNoArray() {
        assertEquals(List.of(), shown("{\"a\":1}"));
        assertEquals(List.of(), shown("\"[1]\""));
        assertEquals(List.of(), shown("[ ]"));
        assertEquals(List.of(), shown(""));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void seesTheElementsJacksonSees(@ForAll("arrays") String array) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        for (String element : shown(array)) {
            nodes.add(JACKSON.readTree(element));
        }
        assertEquals(JACKSON.readTree(array).valueStream().toList(), nodes);
    }

    @Provide
    Arbitrary<String> arrays() {
        return JsonTexts.arrays(3);
    }

    private static List<String> shown(String array) {
        List<String> shown = new ArrayList<>();
        for (Elements element = Elements.of(Slice.of(array)); element.next(); ) {
            shown.add(element.value().toString());
        }
        return shown;
    }
}
