package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.DescribedAnswers;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Http2Connection;
import dev.batchgateway.testing.Http2Request;
import dev.batchgateway.testing.RawAnswer;
import dev.batchgateway.testing.SmallGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bodies larger than the sockets' buffers, refused by their length before anything of them is read. */
@QuarkusTest
@TestProfile(SmallGateway.class)
class UnreadBodyTest extends GatewayTest {
    private static final String PATH = "/crm/v3/objects/contacts/batch/create";
    /** Less than {@code gateway.edge.keep-alive}, after which the connection is closed in any case. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int BLOCK = 1 << 20;
    private static final String SMALL = "{\"inputs\":[{\"properties\":{\"firstname\":\"x\"}}]}";

    @Test
    void aCallerWhoSendsEverythingBeforeItLooksAtTheAnswerHasItSoonAndItsConnectionServesOn() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        GatewayAnswer answer = described(client.send(batch(new byte[16 * BLOCK]), BodyHandlers.ofByteArray()));
        GatewayAnswer next =
                described(client.send(batch(SMALL.getBytes(StandardCharsets.UTF_8)), BodyHandlers.ofByteArray()));

        assertEquals(413, answer.status(), answer.body());
        assertEquals(201, next.status(), next.body());
        assertEquals(1, simulator.calls().size());
    }

    @Test
    void aBodyWithoutEndIsNotReadWithoutEnd() throws Exception {
        try (Socket socket = new Socket(gateway().getHost(), gateway().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: 1000000000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertEquals(
                    413,
                    RawAnswer.described(socket.getInputStream(), "POST", PATH).status());
            long[] sent = {0};
            assertThrows(IOException.class, () -> {
                for (; sent[0] < 8 * UnreadBody.LEAST_BYTES; sent[0] += BLOCK) {
                    out.write(new byte[BLOCK]);
                }
            });
            assertTrue(sent[0] >= UnreadBody.LEAST_BYTES - BLOCK, sent[0] + " bytes");
        }
    }

    @Test
    void overHttp2TheAnswerIsThereBeforeTheBodyAndTheRestHoldsUpNothing() throws IOException {
        try (Http2Connection connection = Http2Connection.open()) {
            Http2Request large = http2(16L * BLOCK);
            int stream = large.begin(connection);

            GatewayAnswer answer = large.answer(connection, stream);
            connection.zeros(stream, 16L * BLOCK);
            connection.end(stream);
            GatewayAnswer next = http2(SMALL.length()).body(SMALL).send(connection);

            assertEquals(413, answer.status(), answer.body());
            assertEquals(201, next.status(), next.body());
            assertEquals(1, simulator.calls().size());
        }
    }

    /** The others on its connection may be well. */
    @Test
    void overHttp2OnlyTheStreamOfABodyWithoutEndIsEnded() throws IOException {
        try (Http2Connection connection = Http2Connection.open()) {
            Http2Request endless = http2(1_000_000_000_000L);
            int stream = endless.begin(connection);

            GatewayAnswer answer = endless.answer(connection, stream);
            long sent = connection.zeros(stream, 8 * UnreadBody.LEAST_BYTES);
            GatewayAnswer next = http2(SMALL.length()).body(SMALL).send(connection);

            assertEquals(413, answer.status(), answer.body());
            assertTrue(sent >= UnreadBody.LEAST_BYTES, sent + " bytes");
            assertTrue(sent < 2 * UnreadBody.LEAST_BYTES, sent + " bytes");
            assertEquals(201, next.status(), next.body());
        }
    }

    private Http2Request http2(long length) {
        return new Http2Request("POST", PATH)
                .with("authorization", token)
                .with("content-type", "application/json")
                .with("content-length", String.valueOf(length));
    }

    private static GatewayAnswer described(HttpResponse<byte[]> response) {
        GatewayAnswer answer = GatewayAnswer.of(response);
        DescribedAnswers.served().check("POST", PATH, answer);
        return answer;
    }

    private HttpRequest batch(byte[] body) {
        return HttpRequest.newBuilder(gateway().resolve(PATH))
                .header("Authorization", token)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }
}
