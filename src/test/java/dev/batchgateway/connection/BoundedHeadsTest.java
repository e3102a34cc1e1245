package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedHeadsTest {
    private static final long MOST = 100_000;
    private static final String LINE = "GET /a HTTP/1.1\r\n";

    private final ConnectionRoom room = new ConnectionRoom(MOST);
    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final ConnectionShare share = ConnectionShare.open(room, connection);

    BoundedHeadsTest() {
        connection.pipeline().addLast("decoder", new BoundedHeads(new HttpServerOptions(), share));
    }

    @AfterEach
    void end() {
        connection.finishAndReleaseAll();
        assertEquals(0, room.bytes());
    }

    @Test
    void aRequestMayHaveAsManyFieldsAsThereMayBe() {
        come(LINE + fields(BoundedHeads.MOST_FIELDS) + "\r\n");

        assertEquals(BoundedHeads.MOST_FIELDS, request().headers().entries().size());
    }

    @Test
    void oneMoreIsAHeadThatIsTooLarge() {
        come(LINE + fields(BoundedHeads.MOST_FIELDS + 1) + "\r\n");

        assertTooLarge(request());
    }

    /** Nobody waits for the end of such a head, nor keeps what comes of it. */
    @Test
    void itIsRefusedBeforeItsEnd() {
        come(LINE + fields(BoundedHeads.MOST_FIELDS + 1));

        assertTooLarge(request());
        come(fields(1_000));
        assertEquals(0, room.bytes());
    }

    @Test
    void eachRequestOfAConnectionMayHaveSoMany() {
        for (int i = 0; i < 3; i++) {
            come(LINE + fields(BoundedHeads.MOST_FIELDS) + "\r\n");
        }

        for (HttpObject message : messages()) {
            assertTrue(message.decoderResult().isSuccess(), message::toString);
        }
    }

    @Test
    void fieldsBehindABodyCountWithThoseBeforeIt() {
        come("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n");

        come(fields(BoundedHeads.MOST_FIELDS) + "\r\n");

        List<HttpObject> messages = messages();
        HttpContent last = assertInstanceOf(HttpContent.class, messages.get(messages.size() - 1));
        assertInstanceOf(TooLongHttpHeaderException.class, last.decoderResult().cause());
    }

    @Test
    void aHeadThatHasBegunIsCountedWithItsFieldsUntilItIsThere() {
        come(LINE + fields(10));
        assertEquals(
                LINE.length() + 10L * "a: b\r\n".length() + 11 * BoundedHeads.FIELD,
                room.bytes(),
                "with its first line");

        come("\r\n");

        assertEquals(0, room.bytes());
        assertEquals(10, request().headers().entries().size());
    }

    @Test
    void theBufferOfALineThatHasNoEndIsCounted() {
        connection.writeInbound(Unpooled.buffer(5_000).writeBytes(bytes("GET /" + "a".repeat(3_000))));

        assertEquals(5_000, room.bytes());
    }

    /** It came in a long one. */
    @Test
    void aLittleThatIsLeftDoesNotKeepItsLongBuffer() {
        connection.writeInbound(Unpooled.buffer(65_536).writeBytes(bytes(LINE + "\r\nGET /")));

        assertEquals("GET /".length(), room.bytes());
        come(" HTTP/1.1\r\n\r\n");
        assertEquals(
                List.of("/a", "end", "/", "end"),
                messages().stream().map(BoundedHeadsTest::named).toList());
    }

    /** A request under way has its place: others' heads do not end it in the line before the next piece of its body. */
    @Test
    void aBodyGoesOnThoughThereIsNoRoomForTheBeginningOfItsNextPiece() {
        come("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        ConnectionShare others = fillsTheRoomBeside(5_000);

        StringBuilder body = new StringBuilder();
        connection.pipeline().addLast(new SimpleChannelInboundHandler<HttpContent>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, HttpContent piece) {
                body.append(piece.content().toString(StandardCharsets.US_ASCII));
            }
        });

        connection.writeInbound(Unpooled.buffer(65_536).writeBytes(bytes("1\r\nb\r\n1")));
        come("0\r\n0123456789abcdef\r\n");

        assertTrue(connection.isOpen());
        assertEquals(0, room.closed());
        assertEquals("b0123456789abcdef", body.toString());
        share.requests.clear();
        others.requests.clear();
    }

    @Test
    void fieldsBehindItsBodyMayEndIt() {
        come("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
        ConnectionShare others = fillsTheRoomBeside(5_000);

        come(fields(10));

        assertFalse(connection.isOpen());
        others.requests.clear();
    }

    @Test
    void aWholeRequestAndItsBodyAreNotCounted() {
        come("POST /a HTTP/1.1\r\nContent-Length: 10\r\n\r\n12345");

        assertEquals(0, room.bytes());
    }

    @Test
    void aHeadForWhichThereIsNoRoomEndsItsConnection() {
        assertTrue(share.waiting.set(MOST / 4 * 3));

        come(LINE + fields(50));

        assertFalse(connection.isOpen());
        assertEquals(1, room.closed());
    }

    /** Somebody ends the connection with the first of the requests that were read at once. */
    @Test
    void nothingOfAConnectionThatHasEndedIsTakenApart() {
        connection.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ChannelFuture unused = context.close();
                context.fireChannelRead(message);
            }
        });

        come((LINE + "\r\n").repeat(10));

        assertEquals(
                List.of("/a", "end"),
                messages().stream().map(BoundedHeadsTest::named).toList());
    }

    /** Vert.x would take in whatever comes of its body. */
    @Test
    void aRequestThatAsksForHttp2OnItsConnectionHasNotAsked() {
        come("POST /a HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n");

        assertEquals(List.of("Connection"), List.copyOf(request().headers().names()));
    }

    /** In dev mode a page of Quarkus' own does. */
    @Test
    void aRequestThatAsksForSomethingElseHas() {
        come("GET /a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

        assertEquals("websocket", request().headers().get("Upgrade"));
    }

    /** They may come on and on before a request, and nothing of them is kept. */
    @Test
    void emptyLinesAreNotCounted() {
        for (int i = 0; i < 100; i++) {
            come("\r\n".repeat(1_000));
        }

        assertEquals(0, room.bytes());
    }

    @Test
    void aFieldBehindABodyIsCountedByItself() {
        come("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n");
        assertEquals(0, room.bytes());

        come("a: b\r\n");

        assertEquals("a: b\r\n".length() + BoundedHeads.FIELD, room.bytes());
    }

    private static String named(HttpObject message) {
        return message instanceof HttpRequest request
                ? request.uri()
                : message instanceof LastHttpContent ? "end" : "part";
    }

    /** Another connection that leaves no room for one more byte of this one, whose request counts so much. */
    private ConnectionShare fillsTheRoomBeside(int request) {
        ConnectionShare others = ConnectionShare.open(room, new EmbeddedChannel());
        assertTrue(share.requests.set(request));
        assertTrue(others.requests.set(MOST / 4 * 3 - request));
        return others;
    }

    private static void assertTooLarge(HttpRequest request) {
        assertInstanceOf(
                TooLongHttpHeaderException.class, request.decoderResult().cause());
    }

    private static String fields(int number) {
        return "a: b\r\n".repeat(number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void come(String text) {
        connection.writeInbound(Unpooled.wrappedBuffer(bytes(text)));
    }

    private HttpRequest request() {
        return assertInstanceOf(HttpRequest.class, connection.readInbound());
    }

    private List<HttpObject> messages() {
        List<HttpObject> all = new ArrayList<>();
        for (HttpObject next = connection.readInbound(); next != null; next = connection.readInbound()) {
            all.add(next);
            ReferenceCountUtil.release(next);
        }
        assertNull(connection.readInbound());
        return all;
    }
}
