package dev.batchgateway.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which members of an object have certain names, as indexes into its {@link Outline}: the same for all objects of one
 * {@link Layout}.
 */
final class Places {
    private static final int NOWHERE = -1;

    private final MemberNames names;
    private final int[] first;
    private final int[] last;
    private final boolean isNowhere;

    private Places(MemberNames names, int[] first, int[] last, boolean isNowhere) {
        this.names = names;
        this.first = first;
        this.last = last;
        this.isNowhere = isNowhere;
    }

    static Places of(MemberNames names, Slice object, int[] outline) {
        int[] first = new int[names.size()];
        int[] last = new int[names.size()];
        Arrays.fill(first, NOWHERE);
        Arrays.fill(last, NOWHERE);
        boolean isNowhere = true;
        for (int member = 0; member < outline.length; member += Outline.STRIDE) {
            int from = object.offset() + outline[member];
            int name = names.indexOf(object.array(), from, object.offset() + outline[member + 1]);
            if (name >= 0) {
                first[name] = first[name] == NOWHERE ? member : first[name];
                last[name] = member;
                isNowhere = false;
            }
        }
        return new Places(names, first, last, isNowhere);
    }

    /** That were looked for. */
    MemberNames names() {
        return names;
    }

    /** Whether none of the names is there. */
    boolean isNowhere() {
        return isNowhere;
    }

    /** The value of the last member with the name {@code which}; null when there is none. */
    @Nullable
    Slice value(int which, Slice object, int[] outline) {
        int member = last[which];
        return member == NOWHERE ? null : object.sub(outline[member + 2], outline[member + 3]);
    }

    /** The first member with the name {@code which}, whole; null when there is none. */
    @Nullable
    Slice whole(int which, Slice object, int[] outline) {
        int member = first[which];
        return member == NOWHERE ? null : object.sub(outline[member] - 1, outline[member + 3]);
    }
}
