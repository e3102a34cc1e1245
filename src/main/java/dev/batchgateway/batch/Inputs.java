package dev.batchgateway.batch;

import dev.batchgateway.json.Slice;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one batch in the caller's order, as slices of the bytes that came in. Filled by one thread, then confined
 * to that of its batch.
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

    /** Null as long as nothing is forgotten. */
    private @Nullable Segments segments;

    private LongConsumer memory = bytes -> {};
    /** Positions that are none, in ascending order, and why. */
    private int[] refused = {};

    private NoInput[] reasons = {};
    private int refusedCount;
    private int size;

    /** Adds the next input. */
    public void add(Slice input) {
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
        add(NOTHING);
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
     * All inputs are there, and from now on the bytes of those that have succeeded are forgotten while the batch runs, so
     * that a large one makes room for its answer. Many small ones that came in lines of their own stay: not much would be
     * free. Not for a batch whose later inputs are compared with earlier ones ({@link Operation#asksOnce}).
     *
     * @param memory is told how many bytes of inputs are free, now and then; all together no more than were added
     */
    public void giveBackTo(LongConsumer memory) {
        this.memory = memory;
        segments = Segments.of(slices, size, NOTHING);
    }

    /** The input at {@code position} has succeeded. */
    void succeeded(int position) {
        if (segments != null && slices[position] != null) {
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
