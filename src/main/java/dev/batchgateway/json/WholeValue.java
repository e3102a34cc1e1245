package dev.batchgateway.json;

import org.jspecify.annotations.Nullable;

/**
 * Checks an object or array that is there from its first byte to its last, in one go: most elements of a body are when
 * they are looked at, and what {@link JsonGrammar} keeps between two bytes so that it can stop there costs more than the
 * looking. It only ever says yes; whatever is not complete, too deep or wrong is left for the grammar to find out.
 */
final class WholeValue {
    /** It is not there as a whole, or is no value. */
    static final int UNKNOWN = -1;

    private final Scalars scalars = new Scalars();
    private final Template before = new Template(scalars);
    private final @Nullable Outline outline;
    private int nameEnd;
    private Layout layout = Layout.counted(0);

    /** @param outline told of the members of each value that is an object; null when nobody wants to know */
    WholeValue(@Nullable Outline outline) {
        this.outline = outline;
    }

    /**
     * The index behind the value that starts at {@code from}, or {@link #UNKNOWN}.
     *
     * @param origin the index from which the outline counts
     * @param mostDepth most containers inside each other, the value itself counted; at most 64
     */
    int end(byte[] bytes, int from, int limit, int origin, int mostDepth) {
        int likely = before.end(bytes, from, limit, origin, mostDepth, outline);
        if (likely == UNKNOWN) {
            return look(bytes, from, limit, origin, mostDepth);
        }
        layout = before.layout();
        return likely;
    }

    /** That of the value that {@link #end} found an end of last; an array has no members. */
    Layout layout() {
        return layout;
    }

    private int look(byte[] bytes, int from, int limit, int origin, int mostDepth) {
        int at = from;
        Outline outlined = from < limit && bytes[from] == '{' ? outline : null;
        if (outline != null) {
            outline.reset();
        }
        before.begins(from);
        int names = 0;
        int depth = 0;
        int deepest = 0;
        // One bit for each container that is open: whether it is an object.
        long objects = 0;
        boolean isBegun = false;
        while (at < limit) {
            boolean inObject = (objects & 1) != 0 && depth > 0;
            byte b = bytes[at];
            boolean isEmpty = isBegun && b == (inObject ? '}' : ']');
            isBegun = false;
            if (!isEmpty) {
                if (inObject) {
                    int name = at + 1;
                    at = behindName(bytes, at, limit);
                    if (at == UNKNOWN || at == limit) {
                        return UNKNOWN;
                    }
                    b = bytes[at];
                    names += depth == 1 ? 1 : 0;
                    if (depth == 1 && outlined != null) {
                        outlined.begin(name - origin, nameEnd - origin, at - origin);
                    }
                }
                if (b == '{' || b == '[') {
                    if (depth == mostDepth) {
                        return UNKNOWN;
                    }
                    depth++;
                    deepest = Math.max(deepest, depth);
                    objects = objects << 1 | (b == '{' ? 1 : 0);
                    isBegun = true;
                    at = blanks(bytes, at + 1, limit);
                    continue;
                }
                int scalar = at;
                at = scalars.end(bytes, at, limit, b);
                if (at == UNKNOWN) {
                    return UNKNOWN;
                }
                before.scalar(scalar, at);
                if (depth == 1 && outlined != null) {
                    outlined.end(at - origin);
                }
            }
            at = depth == 0 ? at : blanks(bytes, at, limit);
            while (depth > 0 && at < limit && bytes[at] == ((objects & 1) != 0 ? '}' : ']')) {
                depth--;
                objects >>>= 1;
                if (depth == 1 && outlined != null) {
                    outlined.end(at + 1 - origin);
                }
                at = depth == 0 ? at + 1 : blanks(bytes, at + 1, limit);
            }
            if (depth == 0) {
                before.ends(bytes, at, deepest, names, origin, outlined);
                layout = Layout.counted(names);
                return at;
            }
            if (at == limit || bytes[at] != ',') {
                return UNKNOWN;
            }
            at = blanks(bytes, at + 1, limit);
        }
        return UNKNOWN;
    }

    /** From a name's opening quote to the first byte of the value. */
    private int behindName(byte[] bytes, int from, int limit) {
        if (bytes[from] != '"') {
            return UNKNOWN;
        }
        int end = scalars.string(bytes, from + 1, limit);
        if (end == UNKNOWN) {
            return UNKNOWN;
        }
        nameEnd = end - 1;
        int colon = blanks(bytes, end, limit);
        return colon < limit && bytes[colon] == ':' ? blanks(bytes, colon + 1, limit) : UNKNOWN;
    }

    /** The index of the first byte from {@code from} on that is no white space of JSON's. */
    static int blanks(byte[] bytes, int from, int limit) {
        int at = from;
        // Mostly there is none, which one comparison says.
        while (at < limit && bytes[at] <= ' ' && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
