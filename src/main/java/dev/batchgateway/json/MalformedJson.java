package dev.batchgateway.json;

import java.io.Serial;

/**
 * The bytes are not one JSON object in the form asked for. Thrown by {@link EnvelopeScanner} only; carries where, so
 * that the caller of the gateway can find the spot. Has no stack trace: it describes the bytes, not our code.
 */
public final class MalformedJson extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long byteOffset;
    private final int position;

    /**
     * @param what what is wrong, as a sentence without a full stop
     * @param byteOffset the offending byte, from 0
     * @param position the element of the sliced array the byte belongs to, or -1 outside of all
     */
    public MalformedJson(String what, long byteOffset, int position) {
        super(what, null, false, false);
        this.byteOffset = byteOffset;
        this.position = position;
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
