package dev.batchgateway.testing;

import dev.batchgateway.json.Slice;
import java.util.Arrays;

/** A piece of a body as the network hands it over: in an array with other bytes around it, which are not to be looked at. */
public final class Handed {
    private static final int AROUND = 8;
    private static final byte NO_JSON = '!';

    private Handed() {}

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public static Slice over(byte[] bytes, int from, int to) {
        int length = to - from;
        byte[] array = new byte[length + 2 * AROUND];
        Arrays.fill(array, NO_JSON);
        System.arraycopy(bytes, from, array, AROUND, length);
        return Slice.of(array, AROUND, length);
    }
}
