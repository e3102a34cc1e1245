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
    /** Those of an object that had the layout of one before. */
    private int @Nullable [] made;

    /** A new object begins. */
    void reset() {
        count = 0;
        isTooLong = false;
        made = null;
    }

    /** An object has been read whose numbers are {@code made}, not to be changed; null when there are too many. */
    void set(int @Nullable [] made) {
        this.made = made;
        isTooLong = made == null;
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

    /** The same, counted from {@code start}; an array of its own. */
    int @Nullable [] numbersFrom(int start) {
        if (isTooLong) {
            return null;
        }
        int[] moved = Arrays.copyOf(numbers, count);
        for (int i = 0; i < count; i++) {
            moved[i] -= start;
        }
        return moved;
    }

    /** The numbers of all members; null when there were too many. */
    int @Nullable [] numbers() {
        if (made == null && !isTooLong) {
            made = Arrays.copyOf(numbers, count);
        }
        return made;
    }
}
