package dev.batchgateway.json;

import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object that have certain names, whose bytes are known to be valid. In a result that is like
 * those before it, as those of a reply mostly are, they are found without a look at its bytes.
 */
public final class NamedMembers {
    private final Slice object;
    private final int[] outline;
    private final Places places;

    private NamedMembers(Slice object, int[] outline, Places places) {
        this.object = object;
        this.outline = outline;
        this.places = places;
    }

    /** Those of {@code object} that have one of {@code names}; given anything but an object, there are none. */
    public static NamedMembers of(Slice object, MemberNames names) {
        int[] outline = Members.outline(object);
        Layout layout = object.layout();
        return new NamedMembers(
                object,
                outline,
                layout == null ? Places.of(names, object, outline) : layout.places(names, object, outline));
    }

    /** The object. */
    public Slice object() {
        return object;
    }

    /** The value of the last member with the name that counts as {@code which}; null when there is none. */
    public @Nullable Slice value(int which) {
        return places.value(which, object, outline);
    }

    /** The first member with that name, whole: name, colon and value, as they came; null when there is none. */
    public @Nullable Slice whole(int which) {
        return places.whole(which, object, outline);
    }
}
