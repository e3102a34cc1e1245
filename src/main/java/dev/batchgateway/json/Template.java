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
    private static final byte[] NOTHING = {};

    private final Scalars scalars;
    /** The array with the value before, which nobody changes. */
    private byte[] bytes = NOTHING;

    private int start;
    private int end;
    private int deepest;
    /** Where each scalar of it starts and ends. */
    private int[] edges = new int[64];

    private int count;
    private boolean isKnown;
    private int origin;
    private int @Nullable [] outline;

    Template(Scalars scalars) {
        this.scalars = scalars;
    }

    /** A value is looked at. */
    void begins() {
        count = 0;
        isKnown = false;
    }

    /** It has a scalar there. */
    void scalar(int from, int to) {
        if (count == edges.length && count < MOST_EDGES) {
            edges = Arrays.copyOf(edges, 2 * count);
        }
        if (count < edges.length) {
            edges[count] = from;
            edges[count + 1] = to;
        }
        count += 2;
    }

    /**
     * It has been looked at, and is valid.
     *
     * @param deepest containers inside each other
     * @param members of it; null when nobody wants to know
     */
    void ends(byte[] bytes, int from, int to, int deepest, int origin, @Nullable Outline members) {
        this.bytes = bytes;
        this.start = from;
        this.end = to;
        this.deepest = deepest;
        this.origin = origin;
        this.outline = members == null ? null : members.numbers();
        this.isKnown = count <= edges.length;
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
        int behind = start;
        for (int edge = 0; edge <= count; edge += 2) {
            int to = edge == count ? end : edges[edge];
            if (!isSame(behind, to - behind, value, at, limit)) {
                return WholeValue.UNKNOWN;
            }
            int moved = at - valueOrigin - (behind - origin);
            for (; numbers != null && there != null && number < numbers.length; number++) {
                if (there[number] > to - origin) {
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

    /** Near the end of either array it says no. */
    private boolean isSame(int mine, int length, byte[] value, int at, int limit) {
        if (limit - at < length
                || value.length - at < length + Long.BYTES
                || bytes.length - mine < length + Long.BYTES) {
            return false;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if ((long) WORDS.get(bytes, mine + i) != (long) WORDS.get(value, at + i)) {
                return false;
            }
        }
        int rest = length - i;
        long differing = (long) WORDS.get(bytes, mine + i) ^ (long) WORDS.get(value, at + i);
        return rest == 0 || differing << (Long.SIZE - Byte.SIZE * rest) == 0;
    }
}
