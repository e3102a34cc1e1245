package dev.batchgateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SharesTest {
    private final Room wide = new Room(100, 80);
    private final Room narrow = new Room(50, 40);

    @Test
    void isTakenFromBothOrFromNone() {
        Shares shares = new Shares(wide.share("a"), narrow.share("a"));
        assertTrue(shares.take(40));
        assertFalse(shares.take(1));
        assertTrue(shares.isCallersBound());
        assertEquals(40, wide.bytes());
        assertEquals(40, narrow.bytes());

        Shares other = new Shares(wide.share("b"), narrow.share("b"));
        assertTrue(other.take(10));
        assertFalse(other.take(1));
        assertFalse(other.isCallersBound());
        assertEquals(50, wide.bytes());
        assertEquals(50, narrow.bytes());
    }

    @Test
    void theFirstMayBeFullAsWell() {
        wide.share("b").force(100);
        Shares shares = new Shares(wide.share("a"), narrow.share("a"));

        assertFalse(shares.take(1));
        assertFalse(shares.isCallersBound());
        assertEquals(0, narrow.bytes());
    }

    @Test
    void saysInWhichRoomThereWasNone() {
        Share first = wide.share("a");
        Share second = narrow.share("a");
        Shares shares = new Shares(first, second);

        assertFalse(shares.take(41));
        assertTrue(shares.wasRefusedBy(second));
        assertFalse(shares.wasRefusedBy(first));

        wide.share("b").force(100);
        assertFalse(shares.take(1));
        assertTrue(shares.wasRefusedBy(first));
    }

    @Test
    void whereOneOfThemIsClosedNothingIsTakenFromTheOther() {
        Share closed = narrow.share("a");
        Shares shares = new Shares(wide.share("a"), closed);
        closed.close();

        assertFalse(shares.take(10));
        assertEquals(0, wide.bytes());
        shares.force(10);
        assertEquals(10, wide.bytes());
        assertEquals(0, narrow.bytes());
    }

    @Test
    void whatIsForcedIsInBothAndIsGivenBackToBoth() {
        Shares shares = new Shares(wide.share("a"), narrow.share("a"));
        shares.force(200);
        assertEquals(200, wide.bytes());
        assertEquals(200, narrow.bytes());

        shares.give(150);
        assertEquals(50, wide.bytes());
        assertEquals(50, narrow.bytes());

        shares.close();
        shares.close();
        assertEquals(0, wide.bytes());
        assertEquals(0, narrow.bytes());
        assertFalse(shares.take(1));
    }
}
