package dev.batchgateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room(100, 60);

    @Test
    void theBoundItselfIsTakenAndNotOneByteMore() {
        Share share = room.share("a");

        assertTrue(share.take(60));
        assertFalse(share.take(1));
        assertTrue(share.take(0));
        assertEquals(60, share.bytes());
    }

    @Test
    void aRefusalSaysWhoseBoundItWas() {
        Share first = room.share("a");
        Share second = room.share("b");

        assertFalse(first.take(61));
        assertTrue(first.isCallersBound());
        assertTrue(first.take(60));
        assertFalse(second.take(41));
        assertFalse(second.isCallersBound());
        assertEquals(60, room.bytes());
    }

    @Test
    void aRefusalTakesNothingFromTheCallerEither() {
        Share other = room.share("b");
        other.force(100);
        Share share = room.share("a");

        assertFalse(share.take(60));
        other.close();

        assertTrue(share.take(60));
    }

    @Test
    void batchesOfOneCallerShareItsBound() {
        Share first = room.share("a");
        Share second = room.share("a");

        assertTrue(first.take(40));
        assertFalse(second.take(21));
        assertTrue(second.isCallersBound());
        first.give(1);
        assertTrue(second.take(21));
    }

    @Test
    void whatIsThereAlreadyIsTakenPastTheBoundAndMustBeGivenBackFirst() {
        Share share = room.share("a");
        share.force(150);

        assertEquals(150, room.bytes());
        assertFalse(share.take(1));
        assertTrue(share.take(0));
        share.give(90);
        assertFalse(share.take(1));
        share.give(1);
        assertTrue(share.take(1));
    }

    @Test
    void aNumberNearTheLargestIsRefusedAndNotWrappedRound() {
        Share share = room.share("a");
        share.force(30);

        assertFalse(share.take(Long.MAX_VALUE));
        assertEquals(30, room.bytes());
    }

    @Test
    void closingGivesEverythingBackOnce() {
        Share share = room.share("a");
        Share other = room.share("b");
        assertTrue(share.take(50));
        assertTrue(other.take(20));

        share.close();
        share.close();

        assertEquals(20, room.bytes());
        assertEquals(0, share.bytes());
    }

    @Test
    void aClosedShareHoldsNothingEver() {
        Share share = room.share("a");
        share.close();

        assertFalse(share.take(1));
        assertFalse(share.take(0));
        share.force(10);
        share.give(10);
        assertEquals(0, room.bytes());
        assertEquals(0, share.bytes());
    }

    @Test
    void anIdleCallerIsForgottenWithItsLastShare() {
        Share first = room.share("a");
        Share second = room.share("a");
        assertEquals(1, room.callers());

        first.close();
        first.close();
        assertEquals(1, room.callers());
        second.close();
        assertEquals(0, room.callers());
    }

    @Test
    void aCallerWhoComesBackStartsAnew() {
        room.share("a").close();
        Share share = room.share("a");

        assertTrue(share.take(60));
    }

    @Test
    void mistakesOfOursAreTold() {
        Share share = room.share("a");
        assertTrue(share.take(5));

        assertThrows(IllegalStateException.class, () -> share.give(6));
        assertThrows(IllegalArgumentException.class, () -> share.take(-1));
        assertThrows(IllegalArgumentException.class, () -> share.force(-1));
        assertThrows(IllegalArgumentException.class, () -> share.give(-1));
        assertEquals(5, room.bytes());
    }

    @Test
    void thereMustBeRoom() {
        assertThrows(IllegalArgumentException.class, () -> new Room(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Room(1, 0));
        assertEquals(7, new Room(8, 7).mostPerCaller());
        assertEquals(8, new Room(8, 7).mostBytes());
    }
}
