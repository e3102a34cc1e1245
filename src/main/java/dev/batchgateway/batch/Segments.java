package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arrays that the inputs of a batch are slices of, one behind the other, and how many inputs still need each: an
 * array is free when none does. Inputs that are none need no array. Twelve bytes an array.
 */
final class Segments {
    /** The first position of each, in ascending order. */
    private int[] starts = new int[4];

    private int[] inputs = new int[4];
    private int[] bytes = new int[4];
    private int count;
    private @Nullable Slice last;

    /** The input at {@code position}, behind all that were added before. */
    void add(int position, Slice input) {
        if (last == null || !input.isBeside(last)) {
            grow();
            starts[count++] = position;
        }
        last = input;
        inputs[count - 1]++;
        bytes[count - 1] += input.length();
    }

    private void grow() {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            inputs = Arrays.copyOf(inputs, 2 * count);
            bytes = Arrays.copyOf(bytes, 2 * count);
        }
    }

    /** The input at {@code position} is needed no more; answers how many bytes of inputs are free for that. */
    int forget(int position) {
        int found = Arrays.binarySearch(starts, 0, count, position);
        int segment = found >= 0 ? found : -found - 2;
        return --inputs[segment] == 0 ? bytes[segment] : 0;
    }
}
