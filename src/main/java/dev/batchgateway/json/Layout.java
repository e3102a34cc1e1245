package dev.batchgateway.json;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What objects have in common that differ in nothing but their scalars: how many members they have, and which. Of an
 * object that few others are like, only the number is known. Safe to share between threads: what one of them finds out
 * about names, another may find out once more.
 */
final class Layout {
    /** Objects with up to so many members that few others are like share one with all of their number. */
    private static final int MOST_COUNTED = 32;

    private static final Layout[] COUNTED = IntStream.rangeClosed(0, MOST_COUNTED)
            .mapToObj(members -> new Layout(members, false))
            .toArray(Layout[]::new);

    private final int members;
    private final boolean isOfOneKind;
    /** Where the names are that were looked for last. */
    private @Nullable Places found;

    private Layout(int members, boolean isOfOneKind) {
        this.members = members;
        this.isOfOneKind = isOfOneKind;
    }

    /** Of objects with {@code members} members that may have nothing else in common. */
    static Layout counted(int members) {
        return members <= MOST_COUNTED ? COUNTED[members] : new Layout(members, false);
    }

    /** Of objects that have the same members, {@code members} of them, and those the same members in turn. */
    static Layout ofOneKind(int members) {
        return new Layout(members, true);
    }

    /** How many members each of them has. */
    int members() {
        return members;
    }

    /** Whether {@code object}, which has this layout, surely has no member with one of {@code names}. */
    boolean lacks(MemberNames names, Slice object) {
        if (!isOfOneKind) {
            return false;
        }
        Places known = knownOf(names);
        return (known == null ? find(names, object, Members.outline(object)) : known).isNowhere();
    }

    /** Where {@code names} are in {@code object}, which has this layout, and {@code outline}. */
    Places places(MemberNames names, Slice object, int[] outline) {
        Places known = knownOf(names);
        return known == null ? find(names, object, outline) : known;
    }

    private @Nullable Places knownOf(MemberNames names) {
        Places known = found;
        return known != null && names.equals(known.names()) ? known : null;
    }

    private Places find(MemberNames names, Slice object, int[] outline) {
        Places places = Places.of(names, object, outline);
        if (isOfOneKind) {
            found = places;
        }
        return places;
    }
}
