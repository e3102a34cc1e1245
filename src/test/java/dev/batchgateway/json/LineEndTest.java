package dev.batchgateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class LineEndTest {
    @Test
    void everyByteIsJudgedRightAtEveryPlaceOfAWord() {
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            for (int place = 0; place < 20; place++) {
                byte[] bytes = new byte[20];
                Arrays.fill(bytes, (byte) 'a');
                bytes[place] = (byte) value;
                assertLikeOneByOne(bytes);
            }
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void findsWhatLookingAtEachByteFinds(@ForAll("bytes") byte[] bytes) {
        assertLikeOneByOne(bytes);
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.frequencyOf(
                        Tuple.of(10, Arbitraries.bytes()),
                        Tuple.of(1, Arbitraries.of((byte) '\n', (byte) 0x0B, (byte) 9)))
                .array(byte[].class)
                .ofMaxSize(40);
    }

    private static void assertLikeOneByOne(byte[] bytes) {
        for (int from = 0; from <= bytes.length; from++) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            assertEquals(end, LineEnd.in(bytes, from));
        }
    }
}
