package dev.batchgateway.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks the members of one JSON object whose bytes are already known to be valid (by {@link EnvelopeScanner}). Given
 * anything else it sees no members. Names may repeat: the walker shows each, and who reads "the last one wins" (as
 * Jackson, and so HubSpot, does) keeps the last.
 *
 * <p>Use: {@code for (var member = Members.of(object); member.next(); ) if (member.is("id")) id = member.value();}
 */
public final class Members {
    private final byte[] bytes;
    private final int end;
    private final int @Nullable [] outline;
    private final int offset;
    /** How many there are; 0 when that is not known. */
    private final int count;
    /** Those that were found without an outline. */
    private int found;

    private int outlined;
    private int at;
    private int start;
    private int nameStart;
    private int nameEnd;
    private int valueStart;

    private Members(byte[] bytes, int at, int end, int offset, int @Nullable [] outline, int count) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
        this.offset = offset;
        this.outline = outline;
        this.count = count;
    }

    /** A walker before the first member of {@code object}. */
    public static Members of(Slice object) {
        byte[] bytes = object.array();
        if (object.outline() != null) {
            return new Members(bytes, 0, 0, object.offset(), object.outline(), 0);
        }
        int end = object.offset() + object.length();
        int at = Skip.blanks(bytes, object.offset(), end);
        boolean isObject = at < end && bytes[at] == '{';
        Layout layout = object.layout();
        int count = layout == null ? 0 : layout.members();
        return new Members(bytes, isObject ? at + 1 : end, end, object.offset(), null, count);
    }

    /** Where the members of {@code object} are, looked for where nobody has written it down. Not to be changed. */
    static int[] outline(Slice object) {
        int[] known = object.outline();
        if (known != null) {
            return known;
        }
        int[] numbers = new int[8 * Outline.STRIDE];
        int count = 0;
        for (Members member = of(object); member.next(); count += Outline.STRIDE) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count] = member.nameStart - member.offset;
            numbers[count + 1] = member.nameEnd - member.offset;
            numbers[count + 2] = member.valueStart - member.offset;
            numbers[count + 3] = member.at - member.offset;
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Moves to the next member; false when there is none. */
    public boolean next() {
        return outline == null ? find() : nextOf(outline);
    }

    private boolean nextOf(int[] numbers) {
        if (outlined == numbers.length) {
            return false;
        }
        nameStart = offset + numbers[outlined];
        nameEnd = offset + numbers[outlined + 1];
        valueStart = offset + numbers[outlined + 2];
        at = offset + numbers[outlined + 3];
        start = nameStart - 1;
        outlined += Outline.STRIDE;
        return true;
    }

    private boolean find() {
        at = Skip.blanksAndComma(bytes, at, end);
        if (at >= end || bytes[at] != '"') {
            return false;
        }
        start = at;
        nameStart = at + 1;
        nameEnd = Skip.string(bytes, at, end) - 1;
        int colon = Skip.blanks(bytes, nameEnd + 1, end);
        valueStart = Skip.blanks(bytes, colon + 1, end);
        found++;
        at = found == count ? Skip.blanksBefore(bytes, end - 1, valueStart) : Skip.value(bytes, valueStart, end);
        return true;
    }

    /** Which of {@code names} the current member's name is, escapes in it decoded; -1 when it is none. */
    public int which(MemberNames names) {
        return names.indexOf(bytes, nameStart, nameEnd);
    }

    /** Whether the current member's name is {@code name}, escapes in it decoded. */
    public boolean is(MemberName name) {
        return name.isIn(bytes, nameStart, nameEnd);
    }

    /** The same, for a name that is not asked for in every input or result. */
    public boolean is(String name) {
        return is(MemberName.of(name));
    }

    /** The current member's name, decoded. */
    public String name() {
        return JsonText.decode(Slice.of(bytes, nameStart, nameEnd - nameStart));
    }

    /** The current member's value, as it came. */
    public Slice value() {
        return Slice.of(bytes, valueStart, at - valueStart);
    }

    /** The current member whole: name, colon and value, as they came. */
    public Slice whole() {
        return Slice.of(bytes, start, at - start);
    }

    /** Where the current member's value starts, counted from the start of {@code object}. */
    public int valueOffsetIn(Slice object) {
        return valueStart - object.offset();
    }
}
