package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.testing.Http2Bytes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real connection of HTTP/2, which others may be using, too. */
class HeadCountTest {
    private static final int PATIENCE_SECONDS = 10;
    private static final int MANY_FIELDS = 150;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<HeadCount.Result> results = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();
    /** Has room for some heads, and for none of too many fields. */
    private final ConnectionRoom room = new ConnectionRoom(100_000);

    private HttpServer server = vertx.createHttpServer();

    @BeforeEach
    void listen() throws Exception {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    ConnectionShare.open(room, ((ConnectionBase) connection).channel());
                    connection.closeHandler(over -> closed.add(true));
                })
                .requestHandler(request -> results.add(HeadCount.of(request).result()))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Others' requests on the same connection are not ended with the first one. */
    @Test
    void aHeadOfTooManyFieldsForWhichThereIsNoRoomIsRefusedBeforeItsConnectionIsCut() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.getOutputStream()
                    .write(Http2Bytes.beginning()
                            .request(1, 3)
                            .request(3, MANY_FIELDS)
                            .request(5, 3)
                            .request(7, MANY_FIELDS)
                            .all());

            assertEquals(HeadCount.Result.COUNTED, next());
            assertEquals(HeadCount.Result.NO_ROOM, next());
            assertEquals(HeadCount.Result.COUNTED, next());
            assertEquals(HeadCount.Result.CUT, next());
            assertEquals(true, closed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        assertEquals(1, room.closed());
    }

    private HeadCount.Result next() throws InterruptedException {
        HeadCount.Result result = results.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result == null) {
            throw new AssertionError("No request came");
        }
        return result;
    }
}
