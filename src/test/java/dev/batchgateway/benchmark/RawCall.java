package dev.batchgateway.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One POST on a socket of its own, so that a program says when it writes and when it reads: an HTTP client would do
 * both as it likes. What it writes and what it reads may be used by two threads.
 */
final class RawCall implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 300_000;
    private static final int PIECE = 32 * 1024;

    private final Socket socket;
    private final InputStream in;

    private RawCall(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), PIECE);
    }

    /** Connects. */
    static RawCall to(URI gateway) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setReceiveBufferSize(2 * PIECE);
        socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()), PATIENCE_MILLIS);
        return new RawCall(socket);
    }

    /**
     * Writes the head and answers where the body goes; closing that ends the body and not the connection.
     *
     * @param type media type of the body and of the answer
     * @param length the body's length, -1 for one in chunks
     */
    OutputStream post(String path, String authorization, String type, long length) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + authorization
                + "\r\nContent-Type: " + type + "\r\nAccept: " + type + "\r\n"
                + (length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length) + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return new Body(socket.getOutputStream(), length < 0);
    }

    /** Gathers what is written, and makes an HTTP chunk of it where the body has no length. */
    private static final class Body extends OutputStream {
        private final OutputStream out;
        private final boolean isChunked;
        private final byte[] piece = new byte[PIECE];
        private int filled;

        Body(OutputStream out, boolean isChunked) {
            this.out = out;
            this.isChunked = isChunked;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                if (filled == PIECE) {
                    flush();
                }
                int fits = Math.min(length - done, PIECE - filled);
                System.arraycopy(bytes, offset + done, piece, filled, fits);
                filled += fits;
                done += fits;
            }
        }

        @Override
        public void flush() throws IOException {
            if (filled > 0) {
                if (isChunked) {
                    out.write((Integer.toHexString(filled) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(piece, 0, filled);
                if (isChunked) {
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                filled = 0;
            }
        }

        @Override
        public void close() throws IOException {
            flush();
            if (isChunked) {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** An answer's head; names of headers in lower case. */
    record Head(int status, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Waits for the answer's head. */
    Head head() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        return new Head(status, headers);
    }

    /** The answer's body, once the head was read; it fails with {@link EOFException} where the answer is cut. */
    InputStream body(Head head) {
        boolean isChunked = head.header("transfer-encoding").equals("chunked");
        String length = head.header("content-length");
        return new Answer(isChunked, length.isEmpty() ? 0 : Long.parseLong(length));
    }

    private final class Answer extends InputStream {
        private final boolean isChunked;
        private long left;
        private boolean isOver;
        private boolean isFirst = true;

        Answer(boolean isChunked, long left) {
            this.isChunked = isChunked;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (isOver) {
                return -1;
            }
            if (left == 0) {
                nextPiece();
                if (isOver) {
                    return -1;
                }
            }
            int read = in.read(bytes, offset, (int) Math.min(left, length));
            if (read < 0) {
                throw new EOFException("The answer is cut");
            }
            left -= read;
            return read;
        }

        private void nextPiece() throws IOException {
            if (!isChunked) {
                isOver = true;
                return;
            }
            if (!isFirst) {
                line();
            }
            isFirst = false;
            left = Integer.parseInt(line(), 16);
            if (left == 0) {
                line();
                isOver = true;
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The answer is cut");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
