package dev.batchgateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionRoomTest {
    private static final long MOST = 100 * ConnectionRoom.LITTLE;

    private final ConnectionRoom room = new ConnectionRoom(MOST);

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aRoomForNothingIsNone(long most) {
        assertThrows(IllegalArgumentException.class, () -> new ConnectionRoom(most));
    }

    @Test
    void connectionsThatHoldMuchLeaveAQuarterToThoseThatHoldLittle() {
        assertTrue(room.take(MOST / 4 * 3, MOST));
        assertFalse(room.take(1, ConnectionRoom.LITTLE + 1));

        assertTrue(room.take(MOST / 4, ConnectionRoom.LITTLE));
        assertFalse(room.take(1, 1));
        assertEquals(MOST, room.bytes());
    }

    @Test
    void whatIsRefusedIsNotTaken() {
        assertFalse(room.take(MOST + 1, 1));

        assertEquals(0, room.bytes());
    }

    @Test
    void whatIsGivenBackIsThereForOthers() {
        assertTrue(room.take(MOST, 1));

        room.give(10);

        assertTrue(room.take(10, 1));
        assertFalse(room.take(1, 1));
    }

    @Test
    void closedConnectionsAreCounted() {
        room.closes();
        room.closes();

        assertEquals(2, room.closed());
    }
}
