package dev.batchgateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to the gateway written on a socket byte for byte, for what HTTP clients would not send or would tidy up.
 * The connection is closed behind the answer.
 */
public final class RawRequest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final String method;
    private final String target;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = {};
    private int pieces;
    private int chunkSize;

    /** A request whose target goes out exactly as given. */
    public RawRequest(String method, String target) {
        this.method = method;
        this.target = target;
        headers.put("Host", "gateway");
        headers.put("Connection", "close");
    }

    /** Adds or replaces a header. */
    public RawRequest with(String name, String value) {
        if (name.equalsIgnoreCase("Authorization")) {
            UsedTokens.used(value);
        }
        headers.put(name, value);
        return this;
    }

    /** The body; gets a {@code Content-Length} unless that header is given or it is chunked. */
    public RawRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same. */
    public RawRequest body(byte[] bytes) {
        this.body = bytes.clone();
        return this;
    }

    /** Sends the body without a length, in HTTP chunks of that many bytes. */
    public RawRequest chunked(int bytes) {
        this.chunkSize = bytes;
        return with("Transfer-Encoding", "chunked");
    }

    /** Puts the body on the wire in packets of that many bytes. */
    public RawRequest inPiecesOf(int bytes) {
        this.pieces = bytes;
        return this;
    }

    /** Sends it all and reads the answer. */
    public GatewayAnswer send() {
        URI gateway = GatewayTest.gateway();
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            write(socket.getOutputStream());
            return RawAnswer.described(socket.getInputStream(), method, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends the head alone, waits for the {@code 100 Continue} that it asks for, and only then the body.
     *
     * @throws AssertionError when something else comes first; it is the message
     */
    public GatewayAnswer sendWhenAsked() {
        URI gateway = GatewayTest.gateway();
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            with("Expect", "100-continue");
            socket.getOutputStream().write(head());
            String first = RawAnswer.head(socket.getInputStream());
            if (!first.startsWith("HTTP/1.1 100 ")) {
                throw new AssertionError("Instead of 100 came " + first);
            }
            socket.getOutputStream().write(body);
            return RawAnswer.described(socket.getInputStream(), method, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(OutputStream out) throws IOException {
        out.write(head());
        byte[] rest = chunkSize > 0 ? inChunks() : body;
        int size = pieces > 0 ? pieces : Math.max(1, rest.length);
        try {
            for (int at = 0; at < rest.length; at += size) {
                out.write(rest, at, Math.min(size, rest.length - at));
                out.flush();
            }
        } catch (IOException e) {
            // The gateway may answer and close before it has taken a body it does not want.
        }
    }

    private byte[] head() {
        if (chunkSize == 0 && body.length > 0) {
            headers.putIfAbsent("Content-Length", String.valueOf(body.length));
        }
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] inChunks() {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; at += chunkSize) {
            int length = Math.min(chunkSize, body.length - at);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(body, at, length);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }
}
