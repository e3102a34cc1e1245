package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Jackson is the oracle. That text which is refused here is judged by the grammar, see EnvelopeScannerLawsTest. */
class WholeValueTest {
    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void tellsTheEndOfAValue() {
        assertEquals(2, end("{},"));
        assertEquals(4, end("[ \n]]"));
        assertEquals(12, end("{\"a\":[1,{}]}}"));
        assertEquals(36, end("{ \"a\" : \"\\\"}\\u00e9é\" , \"b\":-1.5e3 } ]"));
        assertEquals(29, end("[true,false,null,[],[[]],0.1]"));
    }

    @Test
    void doesNotJudgeWhatIsWrong() {
        for (String wrong : new String[] {
            "{]",
            "[}",
            "[1}",
            "{\"a\":1]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "[1,]",
            "[,1]",
            "{,}",
            "{1:2}",
            "[01]",
            "[1.]",
            "[-]",
            "[+1]",
            "[tru]",
            "[nul]",
            "[\"\\x\"]",
            "[\"\\u12g4\"]",
            "[\"\t\"]",
            "[1 2]",
            "[[1]",
            "{\"a\" 1}",
            "[\f1]",
            "[\u00a0]",
            "['a']",
            ""
        }) {
            assertEquals(WholeValue.UNKNOWN, end(wrong), wrong);
        }
    }

    @Test
    void doesNotJudgeWhatIsTooDeep() {
        assertEquals(6, new WholeValue(null).end("[[[]]]".getBytes(StandardCharsets.UTF_8), 0, 6, 0, 3));
        assertEquals(
                WholeValue.UNKNOWN, new WholeValue(null).end("[[[]]]".getBytes(StandardCharsets.UTF_8), 0, 6, 0, 2));
    }

    @Test
    void remembersUpToSixtyFourLevels() {
        String deep = "{\"a\":[".repeat(32) + "]}".repeat(32);

        assertEquals(deep.length(), end(deep));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void saysYesToEveryValueThatIsComplete(@ForAll("values") String value) {
        byte[] bytes = (value + ",").getBytes(StandardCharsets.UTF_8);

        assertEquals(bytes.length - 1, new WholeValue(null).end(bytes, 0, bytes.length, 0, JsonGrammar.MAX_DEPTH));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void doesNotJudgeWhatIsNotComplete(@ForAll("values") String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        WholeValue whole = new WholeValue(null);
        for (int limit = 0; limit < bytes.length; limit++) {
            assertEquals(WholeValue.UNKNOWN, whole.end(bytes, 0, limit, 0, JsonGrammar.MAX_DEPTH));
        }
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void neverSaysYesWhereJacksonSaysNo(
            @ForAll("values") String value, @ForAll int place, @ForAll("telling") byte with) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        bytes[Math.floorMod(place, bytes.length)] = with;
        int end = new WholeValue(null).end(bytes, 0, bytes.length, 0, JsonGrammar.MAX_DEPTH);

        assertTrue(end == WholeValue.UNKNOWN || isValid(Arrays.copyOf(bytes, end)), () -> Arrays.toString(bytes));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(JsonTexts.objects(4), JsonTexts.arrays(4));
    }

    @Provide
    Arbitrary<Byte> telling() {
        Arbitrary<Character> structure =
                Arbitraries.of('"', '\\', ',', ':', '[', ']', '{', '}', '0', '-', '.', 'e', ' ');
        return Combinators.combine(structure, Arbitraries.bytes(), Arbitraries.of(true, false))
                .as((character, any, isAny) -> isAny ? any : (byte) (char) character);
    }

    /** Jackson decodes leniently, so Java's strict decoder reads the bytes first. */
    private static boolean isValid(byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return JACKSON.readTree(json) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static int end(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new WholeValue(null).end(bytes, 0, bytes.length, 0, JsonGrammar.MAX_DEPTH);
    }
}
