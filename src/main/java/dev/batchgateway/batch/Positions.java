package dev.batchgateway.batch;

import java.util.Arrays;
import java.util.List;

/** Positions of inputs in a row: added at its end, taken from its beginning. Four to eight bytes each. */
final class Positions {
    private static final int LEAST_MOVED = 16;

    private int[] positions;
    private int first;
    private int end;

    /** @param room for so many at first */
    Positions(int room) {
        this.positions = new int[room];
    }

    void add(int position) {
        if (end == positions.length) {
            makeRoom();
        }
        positions[end++] = position;
    }

    /** What was taken makes room for what comes, if that is half of it all. */
    private void makeRoom() {
        int left = end - first;
        if (first >= LEAST_MOVED && first >= left) {
            System.arraycopy(positions, first, positions, 0, left);
        } else {
            positions = Arrays.copyOfRange(positions, first, first + Math.max(2, 2 * left));
        }
        first = 0;
        end = left;
    }

    /** Takes the first; there must be one. */
    int remove() {
        if (isEmpty()) {
            throw new IllegalStateException("No position is left");
        }
        return positions[first++];
    }

    boolean isEmpty() {
        return first == end;
    }

    /** All of them, in order. */
    List<Integer> toList() {
        return Arrays.stream(positions, first, end).boxed().toList();
    }
}
