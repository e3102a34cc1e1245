package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void readsScalarsAsTexts() {
        assertEquals("a\"é😀\n/", JsonText.scalar(Slice.of("\"a\\\"\\u00E9\\ud83d\\ude00\\n\\/\"")));
        assertEquals("12.50", JsonText.scalar(Slice.of("12.50")));
        assertEquals("true", JsonText.scalar(Slice.of("true")));
        assertEquals("", JsonText.scalar(Slice.of("\"\"")));
        assertNull(JsonText.scalar(Slice.of("null")));
        assertNull(JsonText.scalar(Slice.of("{\"a\":1}")));
        assertNull(JsonText.scalar(Slice.of("[1]")));
        assertNull(JsonText.scalar(Slice.of("")));
    }

    @Test
    void readsStringsOnlyWhereAskedTo() {
        assertEquals("5", JsonText.string(Slice.of("\"5\"")));
        assertNull(JsonText.string(Slice.of("5")));
        assertNull(JsonText.string(Slice.of("null")));
    }

    @Test
    void escapesWhatCannotStandInALiteral() {
        assertEquals("\"a\\\"b\\\\c\\u000a\\u0000é😀\"", JsonText.quote("a\"b\\c\n\0é😀"));
        assertEquals("\"\\udc00\\udc00x\\ud800\"", JsonText.quote("\udc00\udc00x\ud800"));
        assertArrayEquals("\"é\"".getBytes(StandardCharsets.UTF_8), JsonText.quoteBytes("é"));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void readsEveryLiteralAsJacksonDoes(@ForAll("literals") String literal) throws IOException {
        assertEquals(JACKSON.readTree(literal).textValue(), JsonText.string(Slice.of(literal)));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.MIXIN)
    void quotingIsUndoneByReading(@ForAll("texts") String text) throws IOException {
        String quoted = JsonText.quote(text);

        assertEquals(text, JsonText.string(Slice.of(quoted)));
        assertEquals(text, JACKSON.readTree(quoted).textValue());
    }

    @Provide
    Arbitrary<String> literals() {
        return JsonTexts.strings();
    }

    /** Any chars at all, lone surrogates too. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.strings().withCharRange('\ud7fe', '\ue001').ofMaxLength(5),
                Arbitraries.strings().withCharRange('\0', '\u007f').ofMaxLength(8));
    }
}
