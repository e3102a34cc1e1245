package dev.batchgateway.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
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
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as Jackson sees it: a tree of its tokens. Beside what Jackson's own {@code JsonNode} keeps, it keeps
 * members that are given twice, how a number is written, and where each value stands.
 *
 * @param token what kind of value it is
 * @param text of a scalar: its text, a number's and a literal's as written; empty for an object or an array
 * @param written the value to the letter
 * @param byteOffset where it starts, in bytes of the whole text
 * @param members of an object, in order, each as often as it is given
 * @param elements of an array, in order
 */
public record Seen(
        JsonToken token, String text, String written, int byteOffset, List<Member> members, List<Seen> elements) {
    /** Containers inside each other, at most (DESIGN section 3.1). */
    private static final int MAX_DEPTH = 64;

    /** Strict RFC 8259, as Jackson is by itself; of its own bounds only the one on depth is kept. */
    static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** The same, whose reader of bytes is one; that of a factory without a table of names decodes, and reads characters. */
    private static final JsonFactory JACKSONS_BYTES = new JsonFactoryBuilder(JACKSON)
            .enable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    /**
     * A member of an object.
     *
     * @param name decoded
     * @param whole name, colon and value to the letter
     * @param byteOffset where its name starts, in bytes of the whole text
     */
    public record Member(String name, String whole, int byteOffset, Seen value) {}

    /**
     * What the bytes are to Jackson, having been read by Java's strict UTF-8 decoder (Jackson's own lets overlong forms
     * and surrogates through, and takes UTF-16 and a byte order mark); null when they are not one JSON object. Jackson's
     * reader of bytes must take them, too: that of characters looks at the lowest eight bits of a hexadecimal digit only,
     * and takes U+0363 for a {@code c}.
     */
    public static @Nullable Seen object(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            try (JsonParser parser = JACKSON.createParser(text)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return null;
                }
                Seen seen = new Reading(text, parser).value();
                readBytes(bytes);
                return parser.nextToken() == null ? seen : null;
            }
        } catch (CharacterCodingException e) {
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void readBytes(byte[] bytes) throws IOException {
        try (JsonParser parser = JACKSONS_BYTES.createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                parser.finishToken();
            }
        }
    }

    /** Whether it is an object. */
    public boolean isObject() {
        return token == JsonToken.START_OBJECT;
    }

    /** Whether it is an array. */
    public boolean isArray() {
        return token == JsonToken.START_ARRAY;
    }

    /** The last member of that name; null when there is none. */
    public @Nullable Seen last(String name) {
        Seen last = null;
        for (Member member : members) {
            last = member.name().equals(name) ? member.value() : last;
        }
        return last;
    }

    /** The text of the last member of that name; null when there is none, or it is null or no scalar. */
    public @Nullable String textOf(String name) {
        Seen last = last(name);
        return last == null ? null : last.scalar();
    }

    /** The text of a scalar; null for {@code null}, an object and an array. */
    public @Nullable String scalar() {
        return token.isScalarValue() && token != JsonToken.VALUE_NULL ? text : null;
    }

    /** The text of a string; null for anything else. */
    public @Nullable String string() {
        return token == JsonToken.VALUE_STRING ? text : null;
    }

    private record Reading(String text, JsonParser parser) {
        /** The value whose first token is the current one; the last one is current afterwards. */
        Seen value() throws IOException {
            JsonToken token = parser.currentToken();
            int from = at();
            List<Member> members = new ArrayList<>(0);
            List<Seen> elements = new ArrayList<>(0);
            String scalar = "";
            if (token == JsonToken.START_OBJECT) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    int nameFrom = at();
                    parser.nextToken();
                    Seen value = value();
                    members.add(new Member(name, text.substring(nameFrom, end()), bytes(nameFrom), value));
                }
            } else if (token == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value());
                }
            } else {
                scalar = parser.getText();
            }
            return new Seen(token, scalar, text.substring(from, end()), bytes(from), members, elements);
        }

        private int at() {
            return (int) parser.currentTokenLocation().getCharOffset();
        }

        private int end() throws IOException {
            parser.finishToken();
            return (int) parser.currentLocation().getCharOffset();
        }

        private int bytes(int chars) {
            return text.substring(0, chars).getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
