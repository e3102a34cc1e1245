package dev.batchgateway.answer;

/** Where the bytes of each position are: twelve bytes a position, and none before the first is put in. */
final class Ranges {
    private static final long[] NO_PLACES = {};
    private static final int[] NO_LENGTHS = {};
    private static final int MARK = -1;

    private final int positions;
    private long[] places = NO_PLACES;
    private int[] lengths = NO_LENGTHS;

    Ranges(int positions) {
        this.positions = positions;
    }

    void put(int position, long at, int length) {
        if (lengths.length == 0) {
            places = new long[positions];
            lengths = new int[positions];
        }
        places[position] = at;
        lengths[position] = length;
    }

    /** {@code position} has no bytes but a number of its own meaning, not negative. */
    void mark(int position, int number) {
        put(position, number, MARK);
    }

    boolean isMarked(int position) {
        return length(position) == MARK;
    }

    /** {@code position} has the same bytes as {@code other}. */
    void same(int position, int other) {
        if (length(other) != 0) {
            put(position, places[other], lengths[other]);
        }
    }

    /** Number of bytes; 0 when there are none, negative for one that is marked. */
    int length(int position) {
        return lengths.length == 0 ? 0 : lengths[position];
    }

    boolean isEmpty() {
        return lengths.length == 0;
    }

    /** What it costs, in bytes, with the little that is known of each position elsewhere. */
    long bytesHeld() {
        return positions + (long) lengths.length * (Long.BYTES + Integer.BYTES);
    }

    /** Where they are; the number of one that is marked. */
    long at(int position) {
        return places[position];
    }
}
