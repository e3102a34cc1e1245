package dev.batchgateway.json;

import java.util.Arrays;

/**
 * Several names that are looked for in the members of one object after the other, see {@link Members#which}: of most
 * members the first byte says that they are none of them.
 */
public final class MemberNames {
    private final MemberName[] names;
    /** A bit for the lowest six bits of each first byte, that of an escape among them. */
    private final long initials;

    private MemberNames(MemberName[] names, long initials) {
        this.names = names;
        this.initials = initials;
    }

    /**
     * The names {@code texts}, not escaped, by which {@link Members#which} counts from 0.
     *
     * @throws IllegalArgumentException when one is empty
     */
    public static MemberNames of(String... texts) {
        long initials = bit((byte) '\\');
        for (String text : texts) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("A name without a first byte");
            }
            initials |= bit(Slice.of(text).at(0));
        }
        return new MemberNames(Arrays.stream(texts).map(MemberName::of).toArray(MemberName[]::new), initials);
    }

    /** How many they are. */
    int size() {
        return names.length;
    }

    /**
     * Whether {@code object} surely has no member with one of these names. Only an object that has much like it in its list
     * is looked at, and not even that when these are the names that were asked for last in one of the others; false for
     * those that have none like them.
     */
    public boolean areMissingIn(Slice object) {
        Layout layout = object.layout();
        return layout != null && layout.lacks(this, object);
    }

    /** Which one the bytes of {@code array} from {@code from} (inclusive) to {@code to} (exclusive) are; -1 for none. */
    int indexOf(byte[] array, int from, int to) {
        if (from == to || (initials & bit(array[from])) == 0) {
            return -1;
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].isIn(array, from, to)) {
                return i;
            }
        }
        return -1;
    }

    private static long bit(byte b) {
        return 1L << (b & 63);
    }
}
