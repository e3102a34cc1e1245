package dev.batchgateway.json;

/**
 * Walks the elements of one JSON array whose bytes are already known to be valid. Given anything else it sees none.
 */
public final class Elements {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int start;

    private Elements(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /** A walker before the first element of {@code array}. */
    public static Elements of(Slice array) {
        byte[] bytes = array.array();
        int end = array.offset() + array.length();
        int at = Skip.blanks(bytes, array.offset(), end);
        boolean isArray = at < end && bytes[at] == '[';
        return new Elements(bytes, isArray ? at + 1 : end, end);
    }

    /** Moves to the next element; false when there is none. */
    public boolean next() {
        at = Skip.blanksAndComma(bytes, at, end);
        if (at >= end || bytes[at] == ']') {
            return false;
        }
        start = at;
        at = Skip.value(bytes, at, end);
        return true;
    }

    /** The current element, as it came. */
    public Slice value() {
        return Slice.of(bytes, start, at - start);
    }
}
