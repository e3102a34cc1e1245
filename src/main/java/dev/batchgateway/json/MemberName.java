package dev.batchgateway.json;

import java.nio.charset.StandardCharsets;

/** A name that members are asked for again and again: its bytes are made once, see {@link Members#is(MemberName)}. */
public final class MemberName {
    private final String text;
    private final byte[] bytes;

    private MemberName(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /** The name {@code text}, not escaped; half a surrogate pair in it has no bytes, and is taken for a question mark. */
    public static MemberName of(String text) {
        return new MemberName(text);
    }

    /**
     * Whether the bytes of {@code array} from {@code from} (inclusive) to {@code to} (exclusive) are this name, escapes
     * in them decoded. A name in JSON is never shorter than what it stands for, and where their bytes differ they may
     * be the same only if an escape starts there.
     */
    boolean isIn(byte[] array, int from, int to) {
        int length = to - from;
        if (length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            byte b = array[from + i];
            if (b != bytes[i] || b == '\\') {
                return b == '\\'
                        && JsonText.decode(Slice.of(array, from, length)).equals(text);
            }
        }
        return length == bytes.length;
    }
}
