package dev.batchgateway.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The layout of the value that was looked at last: the next one in a list mostly has the same members in the same order.
 * What stands between the scalars is compared then, eight bytes at a time, and not looked at once more; the scalars
 * themselves always are. So it says yes where, and only where, looking at every byte would.
 */
final class Template {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_EDGES = 1024;
    /** A longer value is no template: one is kept for as long as its reader is. */
    private static final int MOST_BYTES = 8 * 1024;

    private final Scalars scalars;
    /** The value before, and as many bytes behind it as are read at once. */
    private byte[] text = new byte[512];

    private int length;
    private int deepest;
    /** Where the value that is looked at starts, in its own array. */
    private int start;
    /** Where each scalar of it starts and ends, counted from there. */
    private int[] edges = new int[64];

    private int count;
    private boolean isKnown;
    /** Where its members are, counted from there, too. */
    private int @Nullable [] outline;

    Template(Scalars scalars) {
        this.scalars = scalars;
    }

    /** The value that starts at {@code from} is looked at. */
    void begins(int from) {
        start = from;
        count = 0;
        isKnown = false;
    }

    /** It has a scalar there. */
    void scalar(int from, int to) {
        if (count == edges.length && count < MOST_EDGES) {
            edges = Arrays.copyOf(edges, 2 * count);
        }
        if (count < edges.length) {
            edges[count] = from - start;
            edges[count + 1] = to - start;
        }
        count += 2;
    }

    /**
     * It has been looked at, and is valid.
     *
     * @param deepest containers inside each other
     * @param origin the index from which its outline counts
     * @param members of it; null when nobody wants to know
     */
    void ends(byte[] bytes, int to, int deepest, int origin, @Nullable Outline members) {
        int size = to - start;
        if (count > edges.length || size > MOST_BYTES) {
            return;
        }
        if (text.length < size + Long.BYTES) {
            text = new byte[2 * size + Long.BYTES];
        }
        System.arraycopy(bytes, start, text, 0, size);
        this.length = size;
        this.deepest = deepest;
        this.outline = members == null ? null : members.numbersFrom(start - origin);
        this.isKnown = true;
    }

    /**
     * The index behind the value that starts at {@code from}, if it has this layout and is valid; else {@link
     * WholeValue#UNKNOWN}, which says nothing about it.
     *
     * @param members told of its members then; null when nobody wants to know
     */
    int end(byte[] value, int from, int limit, int valueOrigin, int mostDepth, @Nullable Outline members) {
        if (!isKnown || deepest > mostDepth) {
            return WholeValue.UNKNOWN;
        }
        int[] there = outline;
        int[] numbers = members == null || there == null ? null : new int[there.length];
        int number = 0;
        int at = from;
        int behind = 0;
        for (int edge = 0; edge <= count; edge += 2) {
            int to = edge == count ? length : edges[edge];
            if (!isSame(behind, to - behind, value, at, limit)) {
                return WholeValue.UNKNOWN;
            }
            int moved = at - valueOrigin - behind;
            for (; numbers != null && there != null && number < numbers.length; number++) {
                if (there[number] > to) {
                    break;
                }
                numbers[number] = there[number] + moved;
            }
            at += to - behind;
            if (edge < count) {
                at = at == limit ? WholeValue.UNKNOWN : scalars.end(value, at, limit, value[at]);
                if (at == WholeValue.UNKNOWN) {
                    return WholeValue.UNKNOWN;
                }
                behind = edges[edge + 1];
            }
        }
        if (members != null) {
            members.set(numbers);
        }
        return at;
    }

    /** Whether {@code size} bytes of this from {@code mine} on are those of {@code value} from {@code at} on. */
    private boolean isSame(int mine, int size, byte[] value, int at, int limit) {
        if (limit - at < size) {
            return false;
        }
        if (value.length - at < size + Long.BYTES) {
            return Arrays.equals(text, mine, mine + size, value, at, at + size);
        }
        int i = 0;
        for (; i <= size - Long.BYTES; i += Long.BYTES) {
            if ((long) WORDS.get(text, mine + i) != (long) WORDS.get(value, at + i)) {
                return false;
            }
        }
        int rest = size - i;
        long differing = (long) WORDS.get(text, mine + i) ^ (long) WORDS.get(value, at + i);
        return rest == 0 || differing << (Long.SIZE - Byte.SIZE * rest) == 0;
    }
}
