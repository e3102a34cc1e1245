package dev.batchgateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request to the gateway in HTTP/2 without TLS, frame by frame, for what HTTP clients would not send: there is no length
 * unless it is given, and nothing in a header is looked at.
 */
public final class Http2Request {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    /** What a frame holds at most, if nobody says otherwise. */
    private static final int LARGEST_FRAME = 16_384;

    private final Http2Headers headers = new DefaultHttp2Headers(false);
    private byte[] body = {};

    /** A request whose target goes out exactly as given. */
    public Http2Request(String method, String target) {
        headers.method(method).path(target).scheme("http").authority("gateway");
    }

    /** Adds a header. */
    public Http2Request with(String name, String value) {
        if (name.equals("authorization")) {
            UsedTokens.used(value);
        }
        headers.add(name, value);
        return this;
    }

    /** The body, of at most what a stream may send before it is told of more. */
    public Http2Request body(String text) {
        this.body = text.getBytes(StandardCharsets.UTF_8);
        if (body.length > LARGEST_FRAME) {
            throw new IllegalArgumentException("It is one frame here");
        }
        return this;
    }

    /** Sends it all and reads the answer; the connection is closed behind it. */
    public GatewayAnswer send() {
        URI gateway = GatewayTest.gateway();
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            frame(out, SETTINGS, 0, 0, new byte[0]);
            frame(out, HEADERS, END_HEADERS | (body.length == 0 ? END_STREAM : 0), 1, head());
            if (body.length > 0) {
                // The end comes by itself, so that the first piece does not say that it is the last.
                frame(out, DATA, 0, 1, body);
                frame(out, DATA, END_STREAM, 1, new byte[0]);
            }
            return read(new DataInputStream(socket.getInputStream()), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] head() throws IOException {
        ByteBuf encoded = Unpooled.buffer();
        try {
            new DefaultHttp2HeadersEncoder().encodeHeaders(1, headers, encoded);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        byte[] bytes = new byte[encoded.readableBytes()];
        encoded.readBytes(bytes);
        return bytes;
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }

    private static GatewayAnswer read(DataInputStream in, DataOutputStream out) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        boolean isOver = false;
        while (!isOver) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(length);
            switch (type) {
                case HEADERS -> {
                    int before = (flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES;
                    head.write(payload, before, length - before);
                }
                case CONTINUATION -> head.writeBytes(payload);
                case DATA -> content.writeBytes(payload);
                case RESET, GO_AWAY -> throw new IOException("A frame of type " + type + " came instead of an answer");
                case SETTINGS -> {
                    if ((flags & ACK) == 0) {
                        frame(out, SETTINGS, ACK, 0, new byte[0]);
                    }
                }
                default -> {}
            }
            isOver = (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0;
        }
        return answer(head.toByteArray(), content.toString(StandardCharsets.UTF_8));
    }

    private static GatewayAnswer answer(byte[] head, String content) throws IOException {
        Http2Headers decoded;
        try {
            decoded = new DefaultHttp2HeadersDecoder(false).decodeHeaders(1, Unpooled.wrappedBuffer(head));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        Map<String, String> headers = new TreeMap<>();
        decoded.forEach(header ->
                headers.put(header.getKey().toString(), header.getValue().toString()));
        return new GatewayAnswer(Integer.parseInt(decoded.status().toString()), headers, content);
    }
}
