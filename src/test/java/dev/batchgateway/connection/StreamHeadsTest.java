package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Http2Bytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamHeadsTest {
    private static final int FIRST = 1;
    private static final int SECOND = 3;
    private static final long MOST = 1_000;

    private final ConnectionRoom room = new ConnectionRoom(MOST);
    private final EmbeddedChannel connection =
            new EmbeddedChannel(Http2FrameCodecBuilder.forServer().build());
    private final ConnectionShare share = ConnectionShare.open(room, connection);
    private final StreamHeads heads = Objects.requireNonNull(StreamHeads.of(connection, share));

    StreamHeadsTest() {
        come(Http2Bytes.beginning().request(FIRST, 0).request(SECOND, 0));
    }

    @AfterEach
    void end() {
        connection.finishAndReleaseAll();
        assertEquals(0, room.bytes());
    }

    @Test
    void aConnectionHasOne() {
        assertNotNull(share.streams());

        assertSame(share.streams(), share.streams());
    }

    @Test
    void refusedOnesMayTakeSoMuchUntilTheirStreamsAreGone() {
        assertTrue(heads.refuse(FIRST, StreamHeads.MOST_REFUSED));
        assertFalse(heads.refuse(SECOND, 1));

        come(new Http2Bytes().reset(FIRST).request(SECOND + 2, 0));

        assertTrue(heads.refuse(SECOND + 2, StreamHeads.MOST_REFUSED - 1));
        assertEquals(0, room.bytes());
    }

    @Test
    void oneOfHttp11HasNone() {
        EmbeddedChannel other = new EmbeddedChannel();

        assertNull(StreamHeads.of(other, ConnectionShare.open(room, other)));
    }

    @Test
    void aHeadIsCountedAsLongAsThereIsItsStream() {
        assertTrue(heads.hold(FIRST, 100));
        assertTrue(heads.hold(SECOND, 20));
        assertEquals(120, room.bytes());

        come(new Http2Bytes().reset(FIRST));

        assertEquals(20, room.bytes());
    }

    @Test
    void aHeadForWhichThereIsNoRoomIsNotCounted() {
        assertFalse(heads.hold(FIRST, MOST + 1));

        assertEquals(0, room.bytes());
    }

    @Test
    void aHeadWhoseStreamHasGoneIsNotCounted() {
        come(new Http2Bytes().reset(FIRST));

        assertTrue(heads.hold(FIRST, MOST + 1));

        assertEquals(0, room.bytes());
    }

    private void come(Http2Bytes bytes) {
        connection.writeInbound(Unpooled.wrappedBuffer(bytes.all()));
    }
}
