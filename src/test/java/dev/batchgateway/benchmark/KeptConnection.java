package dev.batchgateway.benchmark;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A caller's connection that is kept open: one request at a time, with as little work of its own as can be. */
final class KeptConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    KeptConnection(URI server) throws IOException {
        this.socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.out = socket.getOutputStream();
    }

    /** A whole request, ready to be sent. */
    static byte[] request(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream(bytes.length + 300);
        request.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer pat-cost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(bytes);
        return request.toByteArray();
    }

    /** Sends {@code request} and reads the answer to its end. */
    void exchange(byte[] request) throws IOException {
        out.write(request);
        HttpHead head = HttpHead.read(in);
        if (head == null || !head.firstLine().matches("HTTP/1.1 20[01] .*")) {
            throw new IOException("The answer was " + head);
        }
        if (head.skipBody(in) < 1_000) {
            throw new IOException("The answer holds no results");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
