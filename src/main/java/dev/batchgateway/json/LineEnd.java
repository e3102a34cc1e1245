package dev.batchgateway.json;

/** Finds the ends of lines. */
public final class LineEnd {
    private LineEnd() {}

    /** The index of the first line feed of {@code bytes} from {@code from} on; their number when there is none. */
    public static int in(byte[] bytes, int from) {
        return PlainText.first((byte) '\n', bytes, from, bytes.length);
    }
}
