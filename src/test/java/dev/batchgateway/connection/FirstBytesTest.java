package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the handler by which Vert.x finds out what a connection without TLS speaks. */
class FirstBytesTest {
    private static final long MOST = 100_000;
    private static final String REQUEST = "POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    private static final HttpServerOptions OPTIONS = new HttpServerOptions();

    private final ConnectionRoom room = new ConnectionRoom(MOST);
    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final ConnectionShare share = ConnectionShare.open(room, connection);

    FirstBytesTest() {
        FirstBytes.waitAt(connection.pipeline(), share, OPTIONS);
    }

    @AfterEach
    void end() {
        connection.finishAndReleaseAll();
        assertEquals(0, room.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void theFirstRequestIsReadWithBoundsInWhateverPiecesItComes(int length) {
        connection.pipeline().addLast(preface());

        for (int from = 0; from < REQUEST.length(); from += length) {
            come(REQUEST.substring(from, Math.min(REQUEST.length(), from + length)));
        }

        assertEquals(
                "/first",
                assertInstanceOf(HttpRequest.class, connection.readInbound()).uri());
        assertNotNull(connection.pipeline().get(BoundedHeads.class));
        assertNull(connection.pipeline().get(FirstBytes.class));
        assertEquals(
                "decoder", connection.pipeline().context(BoundedHeads.class).name(), "by which Vert.x knows it");
        assertEquals(0, room.bytes());
    }

    @Test
    void whereVertxKnowsAtOnceWhatComesItIsReadWithBounds() {
        connection.pipeline().addLast("decoder", new VertxHttpRequestDecoder(OPTIONS));

        come(REQUEST);

        assertEquals(
                "/first",
                assertInstanceOf(HttpRequest.class, connection.readInbound()).uri());
        assertNotNull(connection.pipeline().get(BoundedHeads.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 24, 1_000})
    void aConnectionOfHttp2CountsWithWhatItMayHold(int length) {
        connection.pipeline().addLast(preface());
        String all = Http1xOrH2CHandler.HTTP_2_PREFACE + "\0\0\0\4\0\0\0\0\0";

        for (int from = 0; from < all.length(); from += length) {
            come(all.substring(from, Math.min(all.length(), from + length)));
        }

        assertTrue(connection.isOpen());
        assertEquals(FirstBytes.HTTP_2, room.bytes());
        assertNull(connection.pipeline().get(FirstBytes.class));
    }

    /** Of a connection that could be of HTTP/2 Vert.x keeps the bytes until it knows. */
    @Test
    void whatComesBeforeItIsKnownWhoReadsItIsCounted() {
        connection.pipeline().addLast(new Swallowing());

        connection.writeInbound(Unpooled.buffer(2_048).writeBytes(bytes("ab")));
        assertEquals(2_048, room.bytes());

        come("c".repeat(100));
        assertEquals(2_048 + 2 * 100, room.bytes());
    }

    /** A record of TLS, whose parts are put together. */
    @Test
    void moreThanCanBeHeldOfItIsNotCounted() {
        connection.pipeline().addLast(new Swallowing());

        for (int i = 0; i < 10; i++) {
            come("a".repeat(5_000));
        }

        assertEquals(32 * 1024, room.bytes());
    }

    /** Its line would be lost, and its fields be taken for the next one's. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 17, 1_000})
    void whatBeginsLikeHttp2AndGoesOnLikeHttp11IsServedToNobody(int length) {
        connection.pipeline().addLast(preface());
        String all = "PRI * HTTP/2.0\r\nGET /first HTTP/1.1\r\nHost: a\r\n\r\n";

        for (int from = 0; from < all.length() && connection.isOpen(); from += length) {
            come(all.substring(from, Math.min(all.length(), from + length)));
        }

        assertFalse(connection.isOpen());
        assertNull(connection.readInbound());
    }

    /** What Vert.x calls the handler of TLS, which has its parts of a record for itself. */
    @Test
    void behindTlsWhatHasComeOfARecordIsCountedWhenNoRequestIsUnderWay() {
        connection.pipeline().addLast("ssl", new Deciphering());
        connection.pipeline().addLast("decoder", new VertxHttpRequestDecoder(OPTIONS));

        connection.writeInbound(record(REQUEST));
        assertEquals(
                "/first",
                assertInstanceOf(HttpRequest.class, connection.readInbound()).uri());
        assertNotNull(connection.pipeline().get(BoundedHeads.class));
        assertEquals(0, room.bytes());

        connection.writeInbound(record(REQUEST).slice(0, 30));
        assertEquals(2 * 30, room.bytes());

        assertTrue(share.requests.set(100));
        connection.writeInbound(record(REQUEST).slice(30, 10));
        assertEquals(100, room.bytes());

        connection.writeInbound(record(REQUEST).skipBytes(40));
        assertEquals("/first", secondRequest().uri());
    }

    @Test
    void aRecordThatIsLongerThanRecordsAreEndsTheConnection() {
        connection.pipeline().addLast("ssl", new Deciphering());

        connection.writeInbound(Unpooled.wrappedBuffer(new byte[] {23, 3, 3, -1, -1, 0}));

        assertFalse(connection.isOpen());
        assertEquals(0, room.closed(), "for want of memory");
    }

    private HttpRequest secondRequest() {
        Object message = connection.readInbound();
        while (!(message instanceof HttpRequest)) {
            message = connection.readInbound();
        }
        return (HttpRequest) message;
    }

    private static ByteBuf record(String text) {
        return Unpooled.buffer()
                .writeByte(23)
                .writeShort(0x0303)
                .writeShort(text.length())
                .writeBytes(bytes(text));
    }

    /** Takes records apart, which are in the clear here. */
    private static final class Deciphering extends LengthFieldBasedFrameDecoder {
        Deciphering() {
            super(100_000, 3, 2, 0, 5);
        }
    }

    @Test
    void aConnectionForWhoseFirstBytesThereIsNoRoomEnds() {
        connection.pipeline().addLast(new Swallowing());
        assertTrue(share.waiting.set(MOST / 4 * 3));

        come("a".repeat(5_000));

        assertFalse(connection.isOpen());
        assertEquals(1, room.closed());
    }

    private static Http1xOrH2CHandler preface() {
        return new Http1xOrH2CHandler() {
            @Override
            protected void configure(ChannelHandlerContext context, boolean isHttp2) {
                if (isHttp2) {
                    context.pipeline()
                            .addLast(Http2FrameCodecBuilder.forServer().build());
                } else {
                    context.pipeline().addLast("decoder", new VertxHttpRequestDecoder(OPTIONS));
                }
            }
        };
    }

    private void come(String text) {
        connection.writeInbound(Unpooled.wrappedBuffer(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Takes what comes, as somebody does who waits for more. */
    private static final class Swallowing extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
        }
    }
}
