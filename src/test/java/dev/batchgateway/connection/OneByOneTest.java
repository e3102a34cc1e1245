package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through of a connection, the head of whose first request has gone through already. */
class OneByOneTest {
    private final EmbeddedChannel connection = new EmbeddedChannel(new OneByOne(false, null));

    @Test
    void theRestOfTheFirstRequestGoesThroughAtOnce() {
        connection.writeInbound(content(10), LastHttpContent.EMPTY_LAST_CONTENT);

        assertEquals(List.of("10", "end"), through());
    }

    @Test
    void theNextOneWaitsForTheEndOfTheAnswer() {
        connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        ask("/2", 5);
        ask("/3", 7);
        assertEquals(List.of("end"), through());

        connection.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        assertEquals(List.of(), through());

        connection.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        assertEquals(List.of("/2", "5", "end"), through());

        answer();
        assertEquals(List.of("/3", "7", "end"), through());
    }

    @Test
    void onAConnectionThatIsFreeItGoesThroughAtOnce() {
        connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        answer();

        ask("/2", 5);

        assertEquals(List.of("end", "/2", "5", "end"), through());
    }

    /** Refused, for example, while it is being sent. */
    @Test
    void whatComesOfARequestThatIsAnsweredGoesThrough() {
        answer();

        connection.writeInbound(content(3), LastHttpContent.EMPTY_LAST_CONTENT);

        assertEquals(List.of("3", "end"), through());
    }

    @Test
    void thatMoreMayBeSentIsNoAnswer() {
        ask("/2", 0);

        connection.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));

        assertEquals(List.of(), through());
    }

    @Test
    void theNextOneWaitsUntilMostOfTheAnswerIsTaken() {
        room(false);
        ask("/2", 0);
        answer();
        assertEquals(List.of(), through());

        room(true);

        assertEquals(List.of("/2", "end"), through());
    }

    @Test
    void aConnectionOnWhichMuchWaitsIsNotRead() {
        ask("/2", OneByOne.MOST);
        assertFalse(isRead());

        answer();

        assertEquals(List.of("/2", String.valueOf(OneByOne.MOST), "end"), through());
        assertTrue(isRead());
    }

    @Test
    void itIsNotReadOnWhileStillMuchWaits() {
        ask("/2", 1);
        ask("/3", OneByOne.MOST);

        answer();

        assertEquals(List.of("/2", "1", "end"), through());
        assertFalse(isRead());
    }

    /** Somebody who has no room for a body. */
    @Test
    void whoElseHasStoppedTheReadingIsNotOverruled() {
        connection.config().setAutoRead(false);
        ask("/2", OneByOne.MOST);

        answer();

        assertFalse(isRead());
    }

    @Test
    void tooManyAtOnceCutTheConnection() {
        int asked = 0;
        while (connection.isOpen() && asked < OneByOne.TOO_MUCH) {
            connection.writeInbound(request("/2", HttpVersion.HTTP_1_1), LastHttpContent.EMPTY_LAST_CONTENT);
            asked++;
        }

        assertFalse(connection.isOpen());
        assertTrue(asked > 1_000, asked + " requests");
    }

    /** Others read from their connections first, before what is left of this one is removed. */
    @Test
    void ofAConnectionThatWasCutNothingIsKept() {
        HttpContent waits = content(OneByOne.TOO_MUCH);
        HttpContent behind = content(10);
        OneByOne oneByOne = connection.pipeline().get(OneByOne.class);
        ChannelHandlerContext context = connection.pipeline().context(oneByOne);
        connection.writeInbound(request("/2", HttpVersion.HTTP_1_1));

        oneByOne.channelRead(context, waits);
        oneByOne.channelRead(context, behind);

        assertFalse(connection.isOpen());
        assertEquals(0, waits.refCnt());
        assertEquals(0, behind.refCnt());
    }

    @Test
    void whatWaitsIsCountedUntilItGoesThrough() {
        ConnectionRoom room = new ConnectionRoom(1_000_000);
        EmbeddedChannel counted = new EmbeddedChannel();
        counted.pipeline().addLast(new OneByOne(false, ConnectionShare.open(room, counted)));

        counted.writeInbound(request("/2", HttpVersion.HTTP_1_1), content(1_000), LastHttpContent.EMPTY_LAST_CONTENT);
        assertTrue(room.bytes() > 1_000, room.bytes() + " bytes");

        counted.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        counted.runPendingTasks();
        assertEquals(List.of("/2", "1000", "end"), through(counted));
        assertEquals(0, room.bytes());
    }

    /** In whichever order they end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHeadOfARequestIsHeldUntilItsBodyAndItsAnswerHaveEnded(boolean isAnsweredFirst) {
        ConnectionRoom room = new ConnectionRoom(1_000);
        EmbeddedChannel counted = new EmbeddedChannel();
        ConnectionShare share = ConnectionShare.open(room, counted);
        counted.pipeline().addLast(new OneByOne(false, share));
        assertTrue(share.requests.set(100));

        end(counted, isAnsweredFirst);
        assertEquals(100, room.bytes());

        end(counted, !isAnsweredFirst);
        assertEquals(0, room.bytes());
    }

    private static void end(EmbeddedChannel connection, boolean isAnswer) {
        if (isAnswer) {
            connection.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    @Test
    void aConnectionOnWhichMoreWaitsThanThereIsRoomForIsCut() {
        ConnectionRoom room = new ConnectionRoom(1_000);
        EmbeddedChannel counted = new EmbeddedChannel();
        counted.pipeline().addLast(new OneByOne(false, ConnectionShare.open(room, counted)));
        HttpContent waits = content(1_000);

        counted.writeInbound(request("/2", HttpVersion.HTTP_1_1), waits);

        assertFalse(counted.isOpen());
        assertEquals(0, waits.refCnt());
        assertEquals(0, room.bytes());
        assertEquals(1, room.closed());
    }

    @Test
    void whatWaitsIsDroppedWhenTheConnectionCloses() {
        HttpContent waits = content(10);
        connection.writeInbound(request("/2", HttpVersion.HTTP_1_1), waits);

        ChannelFuture unused = connection.close();
        connection.runPendingTasks();

        assertEquals(0, waits.refCnt());
        assertEquals(List.of(), through());
    }

    @Test
    void nothingGoesThroughBehindTheLastRequest() {
        EmbeddedChannel closing = new EmbeddedChannel(new OneByOne(true, null));
        HttpContent behind = content(10);

        closing.writeInbound(
                content(3), LastHttpContent.EMPTY_LAST_CONTENT, request("/2", HttpVersion.HTTP_1_1), behind);

        assertEquals(List.of("3", "end"), through(closing));
        assertEquals(0, behind.refCnt());
    }

    @Test
    void aRequestThatWaitedMayBeTheLast() {
        HttpContent behind = content(10);
        connection.writeInbound(
                request("/2", HttpVersion.HTTP_1_0),
                LastHttpContent.EMPTY_LAST_CONTENT,
                request("/3", HttpVersion.HTTP_1_1),
                behind);

        answer();
        answer();

        assertEquals(List.of("/2", "end"), through());
        assertEquals(0, behind.refCnt());
    }

    private void ask(String path, int length) {
        connection.writeInbound(request(path, HttpVersion.HTTP_1_1));
        if (length > 0) {
            connection.writeInbound(content(length));
        }
        connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static HttpRequest request(String path, HttpVersion version) {
        return new DefaultHttpRequest(version, HttpMethod.POST, path);
    }

    private static HttpContent content(int length) {
        return new DefaultHttpContent(Unpooled.buffer(length).writeZero(length));
    }

    private void answer() {
        connection.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        connection.runPendingTasks();
    }

    private void room(boolean isThere) {
        connection.unsafe().outboundBuffer().setUserDefinedWritability(1, isThere);
        connection.runPendingTasks();
    }

    private boolean isRead() {
        return connection.config().isAutoRead();
    }

    private List<String> through() {
        return through(connection);
    }

    private static List<String> through(EmbeddedChannel channel) {
        List<String> through = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                through.add(request.uri());
            } else if (message instanceof LastHttpContent) {
                through.add("end");
            } else if (message instanceof HttpContent content) {
                ByteBuf bytes = content.content();
                through.add(String.valueOf(bytes.readableBytes()));
                content.release();
            }
        }
        return through;
    }
}
