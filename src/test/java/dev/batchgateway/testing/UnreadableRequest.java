package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;

/** Requests that the HTTP server refuses by itself, before anything of the gateway sees them. */
public final class UnreadableRequest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int TOO_LONG = 30_000;
    /** What begins each of them, by the status it gets. */
    private static final Map<Integer, String> HEADS = Map.of(
            400, "GET / HTTP/1.1 and more\r\nHost: gateway\r\n",
            414, "GET /" + "a".repeat(TOO_LONG) + " HTTP/1.1\r\nHost: gateway\r\n",
            431, "GET / HTTP/1.1\r\nHost: gateway\r\nX-Long: " + "a".repeat(TOO_LONG) + "\r\n");

    private UnreadableRequest() {}

    /** The answer has that status, no body, and no header but those that say so, and the connection ends with it. */
    public static void assertRefused(int status, URI server) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String head = HEADS.get(status) + "Origin: https://app.example\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            GatewayAnswer answer = RawAnswer.read(socket.getInputStream());

            assertEquals(status, answer.status());
            assertEquals("", answer.body());
            TreeSet<String> telling = new TreeSet<>(answer.headers().keySet());
            telling.remove("connection");
            telling.remove("content-length");
            assertEquals(new TreeSet<>(), telling);
            assertTrue(isClosed(socket));
        }
    }

    /** With what was not read of the request it is reset. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
