package dev.batchgateway.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of an object are, written down while the object is checked, so that {@link Members} need not look for
 * them again. Four numbers for each member, all counted from the start of the object's slice: where the text of its
 * name starts and ends (without the quotes), and where its value starts and ends.
 */
final class Outline {
    /** Numbers for each member. */
    static final int STRIDE = 4;
    /** Objects with more members are looked through again. */
    private static final int MOST_MEMBERS = 32;

    private final int[] numbers = new int[STRIDE * MOST_MEMBERS];
    private int count;
    private boolean isTooLong;

    /** A new object begins. */
    void reset() {
        count = 0;
        isTooLong = false;
    }

    /** A member whose value begins. */
    void begin(int nameStart, int nameEnd, int valueStart) {
        if (count == numbers.length) {
            isTooLong = true;
            count = 0;
        }
        numbers[count] = nameStart;
        numbers[count + 1] = nameEnd;
        numbers[count + 2] = valueStart;
    }

    /** Its value ends. */
    void end(int valueEnd) {
        numbers[count + 3] = valueEnd;
        count += STRIDE;
    }

    /** The numbers of all members; null when there were too many. */
    int @Nullable [] numbers() {
        return isTooLong ? null : Arrays.copyOf(numbers, count);
    }
}
