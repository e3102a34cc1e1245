package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawAnswer;
import dev.batchgateway.testing.SlowHubSpot;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Forwarded bodies are not collected on the way, in neither direction. */
@QuarkusTest
@WithTestResource(SlowHubSpot.class)
class StreamedPassThroughTest {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final String TOKEN = UsedTokens.used("Bearer streamed-pass-through-1");

    @Test
    void anAnswerReachesTheCallerWhileHubSpotIsStillSending() throws IOException {
        try (Socket socket = connected()) {
            write(
                    socket,
                    "GET /download HTTP/1.1\r\nHost: x\r\nAuthorization: " + TOKEN + "\r\nConnection: close\r\n\r\n");

            String first = readUntil(socket.getInputStream(), "first");
            ask("/release");
            String rest = readToTheEnd(socket.getInputStream());

            assertTrue(!first.contains("last"), first);
            GatewayAnswer answer = RawAnswer.described(first + rest, "GET", "/download");
            assertEquals(200, answer.status());
            assertEquals("firstlast", answer.body());
        }
    }

    @Test
    void aBodyReachesHubSpotWhileTheCallerIsStillSending() throws IOException, InterruptedException {
        int half = 50_000;
        try (Socket socket = connected()) {
            write(
                    socket,
                    "POST /upload HTTP/1.1\r\nHost: x\r\nAuthorization: " + TOKEN + "\r\nConnection: close\r\n"
                            + "Content-Length: " + 2 * half + "\r\n\r\n" + "x".repeat(half));
            Instant end = Instant.now().plusMillis(PATIENCE_MILLIS);
            while (Instant.now().isBefore(end) && !ask("/seen").equals(String.valueOf(half))) {
                Polling.pause(Duration.ofMillis(10));
            }

            assertEquals(String.valueOf(half), ask("/seen"));
            write(socket, "y".repeat(half));

            GatewayAnswer answer = RawAnswer.described(readToTheEnd(socket.getInputStream()), "POST", "/upload");
            assertEquals(200, answer.status());
            assertEquals("uploaded " + 2 * half, answer.body());
        }
    }

    private static Socket connected() throws IOException {
        URI gateway = URI.create(RestAssured.baseURI + ":" + RestAssured.port);
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("The answer ended without " + end + ": " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    private static String readToTheEnd(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String ask(String path) throws IOException {
        try (InputStream in = SlowHubSpot.url().resolve(path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
