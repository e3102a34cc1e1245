package dev.batchgateway.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import dev.batchgateway.json.Elements;
import dev.batchgateway.json.EnvelopeScanner;
import dev.batchgateway.json.JsonText;
import dev.batchgateway.json.MalformedJson;
import dev.batchgateway.json.Members;
import dev.batchgateway.json.Slice;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grammar alone, with nobody who refuses anything for other reasons: bytes are one JSON object to our scanner when
 * they are one to Jackson, and a refusal names the first byte that nothing valid can have there.
 */
public final class ScannedLikeJackson {
    private static final Set<String> ARRAYS = Set.of("inputs", "results", "errors");

    private ScannedLikeJackson() {}

    /** What Jackson sees, when our scanner and our walkers see the same; null when both see no object. */
    public static @Nullable Seen check(byte[] bytes) {
        Seen seen = Seen.object(bytes);
        MalformedJson failure = failure(bytes, bytes.length);
        assertEquals(seen == null, failure != null, () -> "refused: " + failure);
        if (failure != null) {
            checkPlace(bytes, failure);
        }
        if (seen != null) {
            // Blanks around the object are the scanner's to skip.
            checkWalk(Slice.of(seen.written()), seen);
        }
        return seen;
    }

    /** The byte at which our scanner refuses them; -1 when it does not. */
    public static long refusedAt(byte[] bytes) {
        return offset(failure(bytes, bytes.length));
    }

    private static void checkPlace(byte[] bytes, MalformedJson failure) {
        int at = (int) failure.byteOffset();
        assertTrue(at >= 0 && at <= bytes.length, () -> "byte " + at + " of " + bytes.length);
        assertJacksonGoesOn(Arrays.copyOf(bytes, at));
        MalformedJson before = failure(bytes, at);
        assertTrue(before == null || before.byteOffset() == at, "the bytes before it are whole or incomplete, no more");
        if (at < bytes.length) {
            MalformedJson again = failure(bytes, at + 1);
            assertEquals(at, offset(again), "what follows does not matter");
            assertEquals(failure.getMessage(), again == null ? null : again.getMessage());
        }
    }

    private static long offset(@Nullable MalformedJson failure) {
        return failure == null ? -1 : failure.byteOffset();
    }

    /** Jackson's parser for bytes that come in pieces finds nothing wrong with the bytes so far. */
    private static void assertJacksonGoesOn(byte[] bytes) {
        try (JsonParser parser = Seen.JACKSON.createNonBlockingByteArrayParser()) {
            ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(bytes, 0, bytes.length);
            JsonToken token = parser.nextToken();
            while (token != JsonToken.NOT_AVAILABLE && token != null) {
                token = parser.nextToken();
            }
        } catch (IOException e) {
            throw new AssertionError("it could have been refused earlier", e);
        }
    }

    private static @Nullable MalformedJson failure(byte[] bytes, int length) {
        try {
            EnvelopeScanner.scan(Arrays.copyOf(bytes, length), ARRAYS, new Silent());
            return null;
        } catch (MalformedJson e) {
            return e;
        }
    }

    /** The walkers over valid bytes show, at every depth, what Jackson sees. */
    private static void checkWalk(Slice value, Seen seen) {
        assertEquals(seen.written(), value.toString());
        assertEquals(seen.scalar(), JsonText.scalar(value));
        assertEquals(seen.string(), JsonText.string(value));
        Iterator<Seen.Member> expected = seen.members().iterator();
        for (Members member = Members.of(value); member.next(); ) {
            Seen.Member next = expected.next();
            assertEquals(next.name(), member.name());
            assertTrue(member.is(next.name()), next::name);
            assertFalse(member.is(next.name() + "x"), next::name);
            assertEquals(next.whole(), member.whole().toString());
            checkWalk(member.value(), next.value());
        }
        assertFalse(expected.hasNext(), seen::written);
        Iterator<Seen> elements = seen.elements().iterator();
        for (Elements element = Elements.of(value); element.next(); ) {
            checkWalk(element.value(), elements.next());
        }
        assertFalse(elements.hasNext(), seen::written);
    }

    private static final class Silent implements EnvelopeScanner.Sink {
        @Override
        public void arrayStarts(String name, long byteOffset) {
            assertTrue(ARRAYS.contains(name), name);
        }

        @Override
        public void element(String name, int index, Slice value, long byteOffset) {
            assertTrue(value.length() > 0, name);
        }

        @Override
        public void member(String name, Slice whole, Slice value, long byteOffset) {
            assertTrue(whole.length() > value.length(), name);
        }
    }
}
