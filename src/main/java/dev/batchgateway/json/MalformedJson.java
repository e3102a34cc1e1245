package dev.batchgateway.json;

import java.io.Serial;
import java.util.Locale;

/**
 * The bytes are not one JSON object in the form asked for. Thrown by {@link EnvelopeScanner} only; carries where, so
 * that the caller of the gateway can find the spot. Has no stack trace: it describes the bytes, not our code.
 */
public final class MalformedJson extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** No byte is at fault, or none is there. */
    static final int NO_BYTE = -1;

    private final String what;
    private final int found;
    private final long byteOffset;
    private final int position;

    /**
     * @param what what is wrong, as a sentence without a full stop
     * @param byteOffset the offending byte, from 0
     * @param position the element of the sliced array the byte belongs to, or -1 outside of all
     */
    public MalformedJson(String what, long byteOffset, int position) {
        this(what, NO_BYTE, byteOffset, position);
    }

    /** @param found the offending byte, from 0 to 255; {@link #NO_BYTE} for none */
    MalformedJson(String what, int found, long byteOffset, int position) {
        super(what, null, false, false);
        this.what = what;
        this.found = found;
        this.byteOffset = byteOffset;
        this.position = position;
    }

    /** The same, in the element at {@code position}. */
    MalformedJson at(int element) {
        return new MalformedJson(what, found, byteOffset, element);
    }

    /** {@link #getMessage}, made of its two parts: who keeps very many of them keeps these. */
    public static String message(String what, int found) {
        if (found == NO_BYTE) {
            return what;
        }
        return what + ", found "
                + (found > ' ' && found < 0x7F
                        ? "'" + (char) found + "'"
                        : String.format(Locale.ROOT, "byte 0x%02X", found));
    }

    @Override
    public String getMessage() {
        return message(what, found);
    }

    /** What is wrong; one of the few sentences of the grammar, the same object each time. */
    public String what() {
        return what;
    }

    /** The byte that is wrong, from 0 to 255; -1 when it is no byte. */
    public int found() {
        return found;
    }

    /** The offending byte, counted from 0 at the start of the body. */
    public long byteOffset() {
        return byteOffset;
    }

    /** The element (from 0) of the sliced array the byte belongs to; -1 when it belongs to none. */
    public int position() {
        return position;
    }
}
