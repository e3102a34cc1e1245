package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ConnectionShareTest {
    private static final long MOST = 1_000;

    private final ConnectionRoom room = new ConnectionRoom(MOST);
    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final ConnectionShare share = ConnectionShare.open(room, connection);

    @Test
    void itIsThatOfItsConnection() {
        assertSame(share, ConnectionShare.of(connection));
        assertNull(ConnectionShare.of(new EmbeddedChannel()));
    }

    @Test
    void partsAreCountedTogether() {
        assertTrue(share.begun.set(300));
        assertTrue(share.waiting.add(200));
        assertTrue(share.waiting.add(100));
        assertTrue(share.begun.set(50));

        assertEquals(350, room.bytes());
        assertEquals(300, share.waiting.bytes());
    }

    @Test
    void aPartThatFindsNoRoomIsAsItWas() {
        assertTrue(share.begun.set(400));

        assertFalse(share.begun.set(MOST + 1));

        assertEquals(400, share.begun.bytes());
        assertEquals(400, room.bytes());
    }

    @Test
    void aPartIsNeverLessThanNothing() {
        assertTrue(share.requests.set(10));

        share.requests.release(11);

        assertEquals(0, share.requests.bytes());
        assertEquals(0, room.bytes());
    }

    @Test
    void everythingIsGivenBackOnceWithItsConnection() {
        assertTrue(share.begun.set(300));
        assertTrue(share.waiting.set(300));

        ChannelFuture unused = connection.close();
        connection.runPendingTasks();
        share.begun.release(300);

        assertEquals(0, room.bytes());
        assertTrue(share.arriving.set(MOST + 1), "nobody has to be turned away any more");
        assertEquals(0, room.bytes());
    }

    @Test
    void aConnectionThatIsHungUpIsCountedOnce() {
        share.hangUp();
        share.hangUp();

        assertFalse(connection.isOpen());
        assertEquals(1, room.closed());
    }
}
