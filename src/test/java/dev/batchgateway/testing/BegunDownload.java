package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A call that is passed on, whose answer has begun and does not end before its caller leaves. */
public final class BegunDownload implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;

    private BegunDownload(Socket socket) {
        this.socket = socket;
    }

    /**
     * Asks the gateway under test for it, and reads until its first bytes have come.
     *
     * @param authorization whose call it is
     */
    public static BegunDownload by(String authorization) throws IOException {
        URI gateway = URI.create(RestAssured.baseURI + ":" + RestAssured.port);
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String request =
                "GET /download HTTP/1.1\r\nHost: x\r\nAuthorization: " + UsedTokens.used(authorization) + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder read = new StringBuilder();
        while (read.indexOf("first") < 0) {
            int next = socket.getInputStream().read();
            assertTrue(next >= 0, () -> "It ended: " + read);
            read.append((char) next);
        }
        return new BegunDownload(socket);
    }

    /** Whether its caller is there still. */
    public boolean isConnected() {
        return !socket.isClosed();
    }

    /** Its caller leaves. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
