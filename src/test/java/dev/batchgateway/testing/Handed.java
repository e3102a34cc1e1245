package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes handed over piece by piece, each in an array of its own, with others around it that nobody may look at and
 * nobody may change.
 */
public final class Handed {
    private static final int AROUND = 8;
    private static final byte NO_JSON = '!';

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Given(byte[] array, int length) {}

    private final List<Given> given = new ArrayList<>();

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public Slice over(byte[] bytes, int from, int to) {
        int length = to - from;
        byte[] array = new byte[length + 2 * AROUND];
        Arrays.fill(array, NO_JSON);
        System.arraycopy(bytes, from, array, AROUND, length);
        given.add(new Given(array, length));
        return Slice.of(array, AROUND, length);
    }

    /** All pieces, one behind the other, are {@code bytes} still, and what is around them is as it was. */
    public void assertUnchanged(byte[] bytes) {
        int at = 0;
        for (Given piece : given) {
            byte[] expected = new byte[piece.array.length];
            Arrays.fill(expected, NO_JSON);
            System.arraycopy(bytes, at, expected, AROUND, piece.length);
            assertEquals(Arrays.toString(expected), Arrays.toString(piece.array));
            at += piece.length;
        }
    }
}
