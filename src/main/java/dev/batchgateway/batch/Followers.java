package dev.batchgateway.batch;

import java.util.Arrays;

/**
 * The inputs of a batch that are not sent, because each asks what an earlier one asks. Eight bytes an input: a large
 * read may ask for few records very often.
 */
public final class Followers {
    /** Takes one follower. */
    @FunctionalInterface
    public interface Taker {
        /** The input at {@code position} ends as the one at {@code leader}, an earlier one. */
        void take(int position, int leader);
    }

    private int[] positions = new int[16];
    private int[] leaders = new int[16];
    private int size;

    void add(int position, int leader) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, size * 2);
            leaders = Arrays.copyOf(leaders, size * 2);
        }
        positions[size] = position;
        leaders[size] = leader;
        size++;
    }

    /** Number of followers. */
    public int size() {
        return size;
    }

    /** Shows each follower to {@code taker}, in ascending order of positions. */
    public void forEach(Taker taker) {
        for (int i = 0; i < size; i++) {
            taker.take(positions[i], leaders[i]);
        }
    }
}
