package dev.batchgateway.testing;

import io.vertx.core.http.impl.Http1xOrH2CHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a caller of HTTP/2 sends (RFC 9113), byte for byte; names and values of fields as they are (RFC 7541, 6.2.2). */
public final class Http2Bytes {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int LONGEST_FRAME = 16_384;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The beginning of a connection: its preface and its settings. */
    public static Http2Bytes beginning() {
        Http2Bytes begun = new Http2Bytes();
        begun.bytes.writeBytes(Http1xOrH2CHandler.HTTP_2_PREFACE.getBytes(StandardCharsets.US_ASCII));
        return begun.frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** A POST of a batch whose body is still to come, with so many fields more, each of them empty. */
    public Http2Bytes request(int stream, int fields) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        field(head, ":method", "POST");
        field(head, ":path", "/crm/v3/objects/contacts/batch/create");
        field(head, ":scheme", "http");
        field(head, ":authority", "a");
        for (int i = 0; i < fields; i++) {
            field(head, "x", "");
        }
        byte[] all = head.toByteArray();
        for (int at = 0; at < all.length; at += LONGEST_FRAME) {
            byte[] part = new byte[Math.min(LONGEST_FRAME, all.length - at)];
            System.arraycopy(all, at, part, 0, part.length);
            boolean isLast = at + part.length == all.length;
            frame(at == 0 ? HEADERS : CONTINUATION, isLast ? END_HEADERS : 0, stream, part);
        }
        return this;
    }

    /** A whole POST of a batch, with {@code token} to authorize it if that is not empty. */
    public Http2Bytes batch(int stream, String token, String mediaType, String body) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        field(head, ":method", "POST");
        field(head, ":path", "/crm/v3/objects/contacts/batch/create");
        field(head, ":scheme", "http");
        field(head, ":authority", "a");
        field(head, "content-type", mediaType);
        field(head, "accept", mediaType);
        if (!token.isEmpty()) {
            field(head, "authorization", token);
        }
        frame(HEADERS, END_HEADERS, stream, head.toByteArray());
        return frame(DATA, END_STREAM, stream, body.getBytes(StandardCharsets.US_ASCII));
    }

    /** One setting. */
    public Http2Bytes settings(int name, int value) {
        return frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) name).putInt(value).array());
    }

    /** So many bytes more may come on the connection. */
    public Http2Bytes window(int more) {
        return frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(more).array());
    }

    /** The caller gives that request up. */
    public Http2Bytes reset(int stream) {
        return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** All of it. */
    public byte[] all() {
        return bytes.toByteArray();
    }

    private Http2Bytes frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(9)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream);
        bytes.writeBytes(head.array());
        bytes.writeBytes(payload);
        return this;
    }

    private static void field(ByteArrayOutputStream head, String name, String value) {
        head.write(0);
        text(head, name);
        text(head, value);
    }

    private static void text(ByteArrayOutputStream head, String text) {
        if (text.length() >= 127) {
            throw new IllegalArgumentException("A length is one byte here");
        }
        head.write(text.length());
        head.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
