package dev.batchgateway.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An NDJSON batch, written and read on a socket in whatever order a test wants. */
public final class StreamCall implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final String path;
    private final InputStream in;
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    private byte[] piece = {};
    private int pieceAt;
    private final DescribedAnswers.Lines described = DescribedAnswers.served().lines();
    private @Nullable String head;

    private StreamCall(Socket socket, String path) throws IOException {
        this.socket = socket;
        this.path = path;
        this.in = new BufferedInputStream(socket.getInputStream(), 8_192);
    }

    /** Opens one; {@code headers} are whole lines, beside those that make it a stream. */
    public static StreamCall open(URI gateway, String path, String authorization, String... headers) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(64 * 1024);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
            String head =
                    "POST " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + UsedTokens.used(authorization)
                            + "\r\nContent-Type: application/x-ndjson\r\nAccept: application/x-ndjson\r\n"
                            + "Transfer-Encoding: chunked\r\n"
                            + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new StreamCall(socket, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends lines, each with its end. */
    public StreamCall send(List<String> lines) {
        return sendRaw(String.join("\n", lines) + "\n");
    }

    /** Sends one line. */
    public StreamCall send(String line) {
        return send(List.of(line));
    }

    /** Sends text as it is, as one HTTP chunk. */
    public StreamCall sendRaw(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        chunk.reset();
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return write(chunk.toByteArray());
    }

    /** Ends the body. */
    public StreamCall end() {
        return write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private StreamCall write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status line and the headers, in lower case. */
    public String head() {
        if (head == null) {
            StringBuilder text = new StringBuilder();
            for (String line = line(); !line.isEmpty(); line = line()) {
                text.append(line).append('\n');
            }
            head = text.toString().toLowerCase(Locale.ROOT);
            described.head(path, head);
        }
        return head;
    }

    /** The next line of the answer; null at its end. Fails when the answer is cut. */
    public @Nullable JsonObject next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = body(); next != '\n'; next = body()) {
            if (next < 0 && line.size() == 0) {
                described.end();
                return null;
            } else if (next < 0) {
                throw new AssertionError("A line without an end: " + line.toString(StandardCharsets.UTF_8));
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        described.next(text);
        return new JsonObject(text);
    }

    /** All lines that are left. */
    public List<JsonObject> rest() {
        List<JsonObject> lines = new ArrayList<>();
        for (JsonObject line = next(); line != null; line = next()) {
            lines.add(line);
        }
        return lines;
    }

    private int body() {
        head();
        if (pieceAt == piece.length) {
            try {
                piece = in.readNBytes(Integer.parseInt(line(), 16));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            pieceAt = 0;
            line();
        }
        return piece.length == 0 ? -1 : piece[pieceAt++] & 0xFF;
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        try {
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new UncheckedIOException(new IOException("The answer was cut after: " + line));
                }
                line.append((char) next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
