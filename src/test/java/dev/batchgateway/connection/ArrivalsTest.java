package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RawAnswer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String HOST = "localhost";
    private static final int TOO_MANY = 431;

    private final EmbeddedChannel server =
            new EmbeddedChannel(new Arrivals(new ConnectionRoom(1_000), new HttpServerOptions()));

    @Test
    void aNewConnectionIsCountedFromItsFirstByteOn() {
        EmbeddedChannel connection = new EmbeddedChannel();

        server.writeInbound(connection);

        assertSame(connection, server.readInbound(), "others take it in");
        assertNotNull(ConnectionShare.of(connection));
        assertNotNull(connection.pipeline().get(FirstBytes.class));
    }

    @Test
    void whateverElseComesIsHandedOn() {
        server.writeInbound("word");

        assertSame("word", server.readInbound());
        assertNull(server.readInbound());
    }

    @Test
    void ofSeveralServersTheOneWithThatPortIsCounted() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            int counted = open(vertx);
            int other = open(vertx);

            Arrivals.count(
                    ((VertxInternal) vertx).getAcceptorEventLoopGroup(),
                    new HttpServerOptions().setPort(counted),
                    new ConnectionRoom(1_000_000));

            assertTrue(Polling.until(PATIENCE, () -> status(counted) == TOO_MANY));
            assertEquals(200, status(other));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static int open(Vertx vertx) throws Exception {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost(HOST))
                .requestHandler(request -> request.response().end())
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return server.actualPort();
    }

    private static int status(int port) {
        String head = "GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(BoundedHeads.MOST_FIELDS + 1) + "\r\n";
        try (Socket caller = new Socket(HOST, port)) {
            caller.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            GatewayAnswer answer = RawAnswer.read(caller.getInputStream());
            return answer.status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
