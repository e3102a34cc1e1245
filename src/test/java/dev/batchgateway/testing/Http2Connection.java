package dev.batchgateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection to the gateway in HTTP/2 without TLS, frame by frame. It sends no faster than the gateway takes (its windows,
 * RFC 9113, 5.2), and tells nothing of its own, so that answers are short. For one thread.
 */
public final class Http2Connection implements AutoCloseable {
    /** What a frame holds at most, if nobody says otherwise. */
    static final int LARGEST_FRAME = 16_384;

    /** What may be sent at first, on the connection and on each stream. */
    private static final int FIRST_WINDOW = 65_535;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    private static final int SETTING_BYTES = 6;
    private static final int INITIAL_WINDOW = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Stream> streams = new HashMap<>();
    private long window = FIRST_WINDOW;
    private long streamsWindow = FIRST_WINDOW;
    private int next = 1;

    private Http2Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /** Opens one to the gateway under test. */
    public static Http2Connection open() throws IOException {
        URI gateway = GatewayTest.gateway();
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        // Else the end of each window waits 40 ms for the system's acknowledgement of what was before.
        socket.setTcpNoDelay(true);
        Http2Connection connection = new Http2Connection(socket);
        connection.out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        connection.frame(SETTINGS, 0, 0, new byte[0], 0);
        return connection;
    }

    /** Begins a request; answers by what the other methods know it. */
    int begin(Http2Headers headers, boolean isAll) throws IOException {
        int id = next;
        next += 2;
        streams.put(id, new Stream(streamsWindow));
        byte[] head = encoded(id, headers);
        frame(HEADERS, END_HEADERS | (isAll ? END_STREAM : 0), id, head, head.length);
        return id;
    }

    /** Sends so many zeros of a body that may have more, but none once its stream was reset; answers how many. */
    public long zeros(int id, long bytes) throws IOException {
        byte[] zeros = new byte[LARGEST_FRAME];
        long sent = 0;
        while (sent < bytes) {
            int piece = (int) Math.min(bytes - sent, zeros.length);
            if (!piece(id, zeros, piece)) {
                return sent;
            }
            sent += piece;
        }
        return sent;
    }

    /** Sends a piece of a body of at most a frame; false, and it was not sent, when its stream was reset. */
    private boolean piece(int id, byte[] bytes, int length) throws IOException {
        Stream stream = stream(id);
        while (!stream.isReset && (in.available() > 0 || window < length || stream.window < length)) {
            take();
        }
        if (!stream.isReset) {
            window -= length;
            stream.window -= length;
            frame(DATA, 0, id, bytes, length);
        }
        return !stream.isReset;
    }

    /** Sends a whole body. The end comes by itself, so that the first piece does not say that it is the last. */
    void body(int id, byte[] body) throws IOException {
        if (piece(id, body, body.length)) {
            end(id);
        }
    }

    /** Ends a body, unless its stream was reset. */
    public void end(int id) throws IOException {
        if (!stream(id).isReset) {
            frame(DATA, END_STREAM, id, new byte[0], 0);
        }
    }

    /** Waits for the whole answer. */
    GatewayAnswer answer(int id) throws IOException {
        Stream stream = stream(id);
        while (!stream.isOver) {
            if (stream.isReset) {
                throw new IOException("The stream was reset before its answer was over");
            }
            take();
        }
        return new GatewayAnswer(
                Integer.parseInt(stream.headers.getOrDefault(":status", "0")),
                stream.headers,
                stream.content.toString(StandardCharsets.UTF_8));
    }

    /** Takes what comes until the gateway has closed it; fails when it does not. */
    public void untilClosed() throws IOException {
        try {
            in.readAllBytes();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("It was never closed", e);
        } catch (SocketException closed) {
            // By a reset, which is an end as good as any.
            return;
        }
    }

    private Stream stream(int id) throws IOException {
        Stream stream = streams.get(id);
        if (stream == null) {
            throw new IOException("There is no stream " + id);
        }
        return stream;
    }

    private byte[] encoded(int id, Http2Headers headers) throws IOException {
        ByteBuf encoded = Unpooled.buffer();
        try {
            encoder.encodeHeaders(id, headers, encoded);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        byte[] bytes = new byte[encoded.readableBytes()];
        encoded.readBytes(bytes);
        return bytes;
    }

    private void frame(int type, int flags, int stream, byte[] payload, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + length);
        frame.put((byte) (length >> 16))
                .putShort((short) length)
                .put((byte) type)
                .put((byte) flags);
        frame.putInt(stream).put(payload, 0, length);
        out.write(frame.array());
        out.flush();
    }

    private void take() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int id = in.readInt();
        byte[] payload = in.readNBytes(length);
        switch (type) {
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    settings(ByteBuffer.wrap(payload));
                    frame(SETTINGS, ACK, 0, new byte[0], 0);
                }
            }
            case WINDOW_UPDATE -> {
                int more = ByteBuffer.wrap(payload).getInt();
                if (id == 0) {
                    window += more;
                } else {
                    stream(id).window += more;
                }
            }
            case GO_AWAY -> throw new IOException("The gateway has ended the connection");
            case HEADERS, CONTINUATION, DATA, RESET -> stream(id).takes(type, flags, payload, decoder, id);
            default -> {}
        }
    }

    private void settings(ByteBuffer settings) {
        while (settings.remaining() >= SETTING_BYTES) {
            int name = settings.getShort();
            int value = settings.getInt();
            if (name == INITIAL_WINDOW) {
                long before = streamsWindow;
                streams.values().forEach(stream -> stream.window += value - before);
                streamsWindow = value;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class Stream {
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final Map<String, String> headers = new TreeMap<>();
        private long window;
        private boolean isLast;
        private boolean isOver;
        private boolean isReset;

        Stream(long window) {
            this.window = window;
        }

        void takes(int type, int flags, byte[] payload, DefaultHttp2HeadersDecoder decoder, int id) throws IOException {
            if (type == RESET) {
                isReset = true;
            } else if (type == DATA) {
                content.writeBytes(payload);
                isOver = (flags & END_STREAM) != 0;
            } else {
                int before = type == HEADERS && (flags & PRIORITY) != 0 ? PRIORITY_BYTES : 0;
                head.write(payload, before, payload.length - before);
                isLast |= type == HEADERS && (flags & END_STREAM) != 0;
                if ((flags & END_HEADERS) != 0) {
                    decode(decoder, id);
                    isOver = isLast;
                }
            }
        }

        private void decode(DefaultHttp2HeadersDecoder decoder, int id) throws IOException {
            try {
                decoder.decodeHeaders(id, Unpooled.wrappedBuffer(head.toByteArray()))
                        .forEach(header -> headers.put(
                                header.getKey().toString(), header.getValue().toString()));
            } catch (Http2Exception e) {
                throw new IOException(e);
            }
            head.reset();
        }
    }
}
