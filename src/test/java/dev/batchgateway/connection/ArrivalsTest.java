package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.Test;

/** That it finds its servers is shown by all who send too large heads: {@code HeadBoundsTest}. */
class ArrivalsTest {
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
}
