package dev.batchgateway.batch;

import java.util.Arrays;
import java.util.List;

/**
 * Askers among all the inputs of a batch that is there as a whole; what was answered answers the later ones, too. A hash
 * table of positions: four to eight bytes an input, where a map of keys would need a hundred.
 */
final class FirstAskers implements Askers {
    private static final int FREE = -1;

    private final Inputs inputs;
    private final InputReader reader;
    private final int[] positions;
    private final Followers followers = new Followers();

    FirstAskers(Inputs inputs, InputReader reader) {
        this.inputs = inputs;
        this.reader = reader;
        this.positions = new int[Math.max(4, Integer.highestOneBit(inputs.size()) * 4)];
        Arrays.fill(positions, FREE);
    }

    @Override
    public boolean follows(Input input) {
        int first = firstOf(input);
        if (first != input.position()) {
            followers.add(input.position(), first);
        }
        return first != input.position();
    }

    @Override
    public List<Integer> settled(Input input) {
        return List.of();
    }

    @Override
    public Followers followers() {
        return followers;
    }

    /** The position of an earlier input that asks the same as {@code input}; its own when none is known. */
    private int firstOf(Input input) {
        String key = input.key();
        if (key == null) {
            return input.position();
        }
        int mask = positions.length - 1;
        int slot = spread(key.hashCode()) & mask;
        while (positions[slot] != FREE) {
            Input earlier = reader.read(positions[slot], inputs.get(positions[slot]));
            if (key.equals(earlier.key())) {
                // One that only has the same key stands in line behind it (KeyOrder), and is not remembered here: very
                // many of them would be compared with each other.
                return input.asksTheSameAs(earlier) ? earlier.position() : input.position();
            }
            slot = (slot + 1) & mask;
        }
        positions[slot] = input.position();
        return input.position();
    }

    /** Mixes the high bits in, because ids that count up have hash codes that do too. */
    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
