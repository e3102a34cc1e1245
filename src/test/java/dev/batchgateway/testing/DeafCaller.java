package dev.batchgateway.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to the gateway whose caller writes, and never reads. It takes next to nothing by itself. */
public final class DeafCaller implements AutoCloseable {
    private static final int SMALL_BUFFER = 4 * 1024;

    private final Socket socket = new Socket();

    /** One to {@code gateway}. */
    public DeafCaller(URI gateway) {
        try {
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as it is; false when the connection is closed. */
    public boolean send(String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether the gateway closes the connection within that time. It is asked without reading: what is sent into a
     * closed connection is answered with a reset. Empty lines before a request are no request (RFC 9112, 2.2).
     */
    public boolean isCutOffWithin(Duration longest) {
        return Polling.until(longest, () -> !send("\r\n"));
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
