package dev.batchgateway.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The layout of the value that was looked at last: the next one in a list mostly has the same members in the same order.
 * What is the same is compared, many bytes at a time, and not looked at once more, be it between the scalars or in them;
 * a scalar that differs is looked at from its first byte to its last. So it says yes where, and only where, looking at
 * every byte would.
 */
final class Template {
    private static final int MOST_EDGES = 1024;
    /** A longer value is no template: one is kept for as long as its reader is. */
    private static final int MOST_BYTES = 8 * 1024;

    /**
     * So many values are alike before they share one {@link Layout}: by what it takes, about 110 bytes, a body of very many
     * kinds would else hold more than is counted for its inputs.
     */
    private static final int ALIKE = 8;

    private final Scalars scalars;
    /** The value before. */
    private byte[] text = new byte[512];

    private int length;
    private int deepest;
    /** Values that had this layout, but the first. */
    private int alike;

    /** What is known of all of them. */
    private Layout common = Layout.counted(0);

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
     * @param members how many it has
     * @param origin the index from which its outline counts
     * @param outline of it; null when nobody wants to know
     */
    void ends(byte[] bytes, int to, int deepest, int members, int origin, @Nullable Outline outline) {
        int size = to - start;
        // A scalar alone may go on behind where the one before it ended.
        if (count > edges.length || size > MOST_BYTES || (count > 0 && edges[count - 1] == size)) {
            return;
        }
        if (text.length < size) {
            text = new byte[2 * size];
        }
        System.arraycopy(bytes, start, text, 0, size);
        this.length = size;
        this.deepest = deepest;
        this.alike = 0;
        this.common = Layout.counted(members);
        this.outline = outline == null ? null : outline.numbersFrom(start - origin);
        this.isKnown = true;
    }

    /** Of the value for which {@link #end} found an end last. */
    Layout layout() {
        return common;
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
        int edge = 0;
        int differs = behind + same(behind, value, at, limit);
        while (differs < length) {
            // What is the same as in a valid value, to the byte behind it, need not be looked at again.
            while (edge < count && edges[edge + 1] < differs) {
                edge += 2;
            }
            if (edge == count || edges[edge] > differs) {
                return WholeValue.UNKNOWN;
            }
            int scalar = edges[edge];
            number = move(numbers, there, number, scalar, at - valueOrigin - behind);
            at += scalar - behind;
            at = at == limit ? WholeValue.UNKNOWN : scalars.end(value, at, limit, value[at]);
            if (at == WholeValue.UNKNOWN) {
                return WholeValue.UNKNOWN;
            }
            behind = edges[edge + 1];
            edge += 2;
            differs = behind + same(behind, value, at, limit);
        }
        move(numbers, there, number, length, at - valueOrigin - behind);
        if (members != null) {
            members.set(numbers);
        }
        if (++alike == ALIKE) {
            common = Layout.ofOneKind(common.members());
        }
        return at + length - behind;
    }

    /** Counts the numbers up to {@code to} from where the value is; answers which one comes next. */
    private static int move(int @Nullable [] numbers, int @Nullable [] there, int from, int to, int moved) {
        int number = from;
        for (; numbers != null && there != null && number < numbers.length && there[number] <= to; number++) {
            numbers[number] = there[number] + moved;
        }
        return number;
    }

    /** How many bytes from {@code mine} on are the same as those of {@code value} from {@code at} on. */
    private int same(int mine, byte[] value, int at, int limit) {
        int most = Math.min(length - mine, limit - at);
        int differing = Arrays.mismatch(text, mine, mine + most, value, at, at + most);
        return differing < 0 ? most : differing;
    }
}
