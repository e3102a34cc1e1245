package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one batch in the caller's order, as slices of the bytes that came in. Filled by one thread, read by
 * another afterwards.
 */
public final class Inputs {
    /**
     * What one input costs beside its bytes: its slice, and its place in here and in the account of its batch. Of one
     * that is none there is no slice, but the reason.
     */
    public static final int OVERHEAD_BYTES = 64;

    private static final Slice NOTHING = Slice.of("{}");

    /** Null where an input was forgotten. */
    private @Nullable Slice[] slices = new Slice[16];

    private final Segments segments = new Segments();
    private @Nullable LongConsumer freed;
    /** Positions that are none, in ascending order, and why. */
    private int[] refused = {};

    private NoInput[] reasons = {};
    private int refusedCount;
    private int size;

    /** Adds the next input. */
    public void add(Slice input) {
        segments.add(size, input);
        append(input);
    }

    private void append(Slice input) {
        if (size == slices.length) {
            slices = Arrays.copyOf(slices, size * 2);
        }
        slices[size++] = input;
    }

    /** Adds what stands where the next input should be, and is none: it ends as rejected, with {@code why}. */
    public void addRefused(NoInput why) {
        if (refusedCount == refused.length) {
            refused = Arrays.copyOf(refused, Math.max(16, refusedCount * 2));
            reasons = Arrays.copyOf(reasons, refused.length);
        }
        refused[refusedCount] = size;
        reasons[refusedCount++] = why;
        append(NOTHING);
    }

    /** Number of inputs. */
    public int size() {
        return size;
    }

    /**
     * The bytes of the input at {@code position}; an empty object for one that is none.
     *
     * @throws IllegalStateException when they were forgotten
     */
    public Slice get(int position) {
        Objects.checkIndex(position, size);
        Slice input = slices[position];
        if (input == null) {
            throw new IllegalStateException("The input at " + position + " has succeeded and was forgotten");
        }
        return input;
    }

    /**
     * From now on the bytes of inputs that nobody needs any more are forgotten while the batch runs, so that a large one
     * makes room for its answer.
     *
     * @param memory is told how many bytes of inputs are free, now and then; all together no more than were added
     */
    public void giveBackTo(LongConsumer memory) {
        freed = memory;
    }

    /** Nobody needs the bytes of the input at {@code position} any more. */
    void forget(int position) {
        LongConsumer memory = freed;
        if (memory != null) {
            slices[position] = null;
            int bytes = segments.forget(position);
            if (bytes > 0) {
                memory.accept(bytes);
            }
        }
    }

    /** Reads them from the beginning. */
    public InputSource source() {
        return new WholeBatch(this);
    }

    /**
     * Reads those that an earlier run of the same batch has left.
     *
     * @param earlier the account of that run, which had the same inputs and has ended
     * @param open the positions that are open again, of those that are {@linkplain Outcomes#sendable sendable}
     */
    public InputSource rest(Outcomes earlier, BitSet open) {
        return new RestOfBatch(this, earlier, open);
    }

    /** Whether {@code input}, read from here, is none. */
    public static boolean isNone(Input input) {
        return input.bytes() == NOTHING;
    }

    /** Why the one at {@code position} is none, which it must be. */
    public NoInput why(int position) {
        return Objects.requireNonNull(refusal(position), "It is an input");
    }

    @Nullable
    NoInput refusal(int position) {
        int found = Arrays.binarySearch(refused, 0, refusedCount, position);
        return found < 0 ? null : reasons[found];
    }
}
