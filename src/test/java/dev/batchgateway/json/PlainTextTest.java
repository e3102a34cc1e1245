package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void everyByteIsJudgedRightAtEveryPlaceOfAWord() {
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            for (int place = 0; place < 24; place++) {
                byte[] bytes = new byte[24];
                Arrays.fill(bytes, (byte) 'a');
                bytes[place] = (byte) value;
                assertLikeOneByOne(bytes, 0, bytes.length);
            }
        }
    }

    @Test
    void aByteBehindOneThatIsFoundDoesNotMatter() {
        byte[] bytes = "\"!\\]\u0000\u0001  #\"#\\".getBytes(StandardCharsets.ISO_8859_1);

        for (int from = 0; from <= bytes.length; from++) {
            assertLikeOneByOne(bytes, from, bytes.length);
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void findsWhatLookingAtEachByteFinds(@ForAll("bytes") byte[] bytes) {
        for (int from = 0; from <= bytes.length; from++) {
            assertLikeOneByOne(bytes, from, bytes.length);
            assertLikeOneByOne(bytes, from, (from + bytes.length) / 2);
        }
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<Byte> plain = Arbitraries.bytes().between((byte) '!', (byte) 0x7F);
        Arbitrary<Byte> any = Arbitraries.bytes();
        return Arbitraries.frequencyOf(Tuple.of(20, plain), Tuple.of(1, any))
                .array(byte[].class)
                .ofMaxSize(40);
    }

    private static void assertLikeOneByOne(byte[] bytes, int from, int limit) {
        int end = from;
        while (end < limit && bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        int quote = from;
        while (quote < limit && bytes[quote] != '"' && bytes[quote] != '\\') {
            quote++;
        }
        String shown = Arrays.toString(bytes) + " from " + from + " to " + limit;
        assertEquals(end, PlainText.end(bytes, from, limit), shown);
        assertEquals(quote, PlainText.quoteOrBackslash(bytes, from, limit), shown);
    }
}
