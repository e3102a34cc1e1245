package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.Arrays;
import java.util.Objects;

/**
 * The inputs of one batch in the caller's order, as slices of the bytes that came in. Filled by one thread, read by
 * another afterwards.
 */
public final class Inputs {
    private Slice[] slices = new Slice[16];
    private int size;

    /** Adds the next input. */
    public void add(Slice input) {
        if (size == slices.length) {
            slices = Arrays.copyOf(slices, size * 2);
        }
        slices[size++] = input;
    }

    /** Number of inputs. */
    public int size() {
        return size;
    }

    /** The bytes of the input at {@code position}. */
    public Slice get(int position) {
        Objects.checkIndex(position, size);
        return slices[position];
    }
}
