package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * The scanner against Jackson, which reads text that Java's own strict decoder has read before: what overlong forms and
 * lone surrogates are is not Jackson's to say.
 */
class EnvelopeScannerLawsTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonGrammar.MAX_DEPTH)
                    .build())
            .build();

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void findsInValidBodiesWhatJacksonFinds(@ForAll("bodies") String body) {
        assertLikeJackson(body.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void agreesWithJacksonOnBodiesWithAFault(@ForAll("mutated") byte[] body) {
        assertLikeJackson(body);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void agreesWithJacksonOnRandomBytes(@ForAll byte[] body) {
        assertLikeJackson(body);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void anySplitIntoBuffersGivesTheSame(@ForAll("mutated") byte[] body, @ForAll("sizes") List<Integer> sizes) {
        assertEquals(Scanned.whole(body), Scanned.inPieces(body, sizes, 0));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void anySplitOfAValidBodyGivesTheSame(@ForAll("bodies") String text, @ForAll("sizes") List<Integer> sizes) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);

        assertEquals(Scanned.whole(body), Scanned.inPieces(body, sizes, body.length));
    }

    @Provide
    Arbitrary<String> bodies() {
        return JsonTexts.bodies();
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.integers().between(0, 9).list().ofMaxSize(200);
    }

    /** A byte changed, taken out, put in, or the end cut off. */
    @Provide
    Arbitrary<byte[]> mutated() {
        Arbitrary<Byte> telling = Arbitraries.oneOf(
                Arbitraries.of((byte) '"', (byte) '\\', (byte) ',', (byte) ':', (byte) '[', (byte) ']', (byte) '{'),
                Arbitraries.of((byte) '}', (byte) '0', (byte) '-', (byte) '.', (byte) 'e', (byte) 0, (byte) 0x1F),
                Arbitraries.bytes());
        return Combinators.combine(
                        JsonTexts.bodies(),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.doubles().between(0, 1),
                        telling)
                .as((body, kind, place, with) -> mutate(body.getBytes(StandardCharsets.UTF_8), kind, place, with));
    }

    private static byte[] mutate(byte[] body, int kind, double place, byte with) {
        int at = (int) (place * (body.length - 1));
        List<Byte> bytes = new ArrayList<>();
        for (byte b : body) {
            bytes.add(b);
        }
        switch (kind) {
            case 0 -> bytes.set(at, with);
            case 1 -> bytes.remove(at);
            case 2 -> bytes.add(at, with);
            case 3 -> bytes.subList(at, bytes.size()).clear();
            default -> {}
        }
        byte[] mutated = new byte[bytes.size()];
        for (int i = 0; i < mutated.length; i++) {
            mutated[i] = bytes.get(i);
        }
        return mutated;
    }

    private static void assertLikeJackson(byte[] body) {
        List<String> expected = byJackson(body);
        Scanned scanned = Scanned.whole(body);
        assertEquals(expected != null, scanned.isWellFormed(), scanned::failure);
        if (expected != null) {
            assertEquals(expected, scanned.events());
        }
    }

    /** What a scanner should find, null when the bytes are no JSON object. */
    private static @Nullable List<String> byJackson(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            try (JsonParser parser = JACKSON.createParser(text)) {
                List<String> events = new Oracle(text, parser).events();
                // Jackson's tree of the same text, as a check of the check: it ends where the object ends.
                return parser.nextToken() == null ? events : null;
            }
        } catch (CharacterCodingException e) {
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads an object with Jackson and notes what the scanner should say. */
    private record Oracle(String text, JsonParser parser) {
        @Nullable
        List<String> events() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            StringBuilder events = new StringBuilder();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int nameAt = at();
                parser.nextToken();
                int valueAt = at();
                boolean isArray = parser.currentToken() == JsonToken.START_ARRAY && Scanned.ARRAYS.contains(name);
                if (isArray) {
                    events.append("array ")
                            .append(name)
                            .append(" at ")
                            .append(bytes(valueAt))
                            .append("|");
                    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                        int from = at();
                        events.append("element ")
                                .append(name)
                                .append(' ')
                                .append(index)
                                .append(" at ");
                        events.append(bytes(from))
                                .append(": ")
                                .append(text, from, end())
                                .append('|');
                    }
                } else {
                    String value = text.substring(valueAt, end());
                    events.append("member ")
                            .append(name)
                            .append(" at ")
                            .append(bytes(nameAt))
                            .append(": ");
                    events.append(text, nameAt, valueAt)
                            .append(value)
                            .append(" = ")
                            .append(value)
                            .append('|');
                }
            }
            return List.of(events.toString().split("\\|(?=array |element |member |$)", -1));
        }

        private int at() {
            return (int) parser.currentTokenLocation().getCharOffset();
        }

        private int end() throws IOException {
            parser.skipChildren();
            parser.finishToken();
            return (int) parser.currentLocation().getCharOffset();
        }

        private int bytes(int chars) {
            return text.substring(0, chars).getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
