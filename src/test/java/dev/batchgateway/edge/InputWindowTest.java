package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.room.Room;
import dev.batchgateway.room.Share;
import dev.batchgateway.room.Shares;
import dev.batchgateway.testing.ManualClock;
import org.junit.jupiter.api.Test;

class InputWindowTest {
    private static final int INPUT = 10_000;
    private static final int OF_A_CALL = 100;

    private final ManualClock clock = new ManualClock();

    @Test
    void isFullWithWhatMayBeOpenAndHasRoomWhenHalfOfItHasEnded() {
        Share share = new Room(100_000_000, 100_000_000).share("a");
        InputWindow window = window(share, 1_000_000);
        int entered = 0;
        while (!window.isFull()) {
            window.entered(INPUT);
            entered++;
        }
        assertTrue(share.bytes() >= 1_000_000 && share.bytes() < 1_000_000 + 2 * INPUT);

        int left = 0;
        while (!window.hasRoom()) {
            window.left(INPUT);
            left++;
        }

        assertTrue(left >= entered / 2 && left < entered, left + " of " + entered);
        for (int i = left; i < entered; i++) {
            window.left(INPUT);
        }
        assertEquals(0, share.bytes());
    }

    @Test
    void isFullWithTheInputsOfSomeCallsHoweverSmallTheyAreAndHasRoomWhenAQuarterOfThemHasEnded() {
        InputWindow window = window(new Room(100_000_000, 100_000_000).share("a"), 100_000_000);
        int entered = 0;
        while (!window.isFull()) {
            window.entered(1);
            entered++;
        }
        assertEquals(ReadAhead.FEWEST_CALLS * OF_A_CALL, entered);
        window.closed();

        int left = 0;
        while (!window.hasRoom()) {
            window.left(1);
            left++;
        }

        assertEquals(entered / 4, left);
    }

    @Test
    void whenNoMoreCallsStartOnlyBytesAreCounted() {
        InputWindow window = window(new Room(100_000_000, 100_000_000).share("a"), 100_000_000);
        window.noMoreCalls();
        for (int i = 0; i < 2 * ReadAhead.FEWEST_CALLS * OF_A_CALL; i++) {
            window.entered(1);
        }

        assertFalse(window.isFull());
    }

    @Test
    void aFullGatewayStillLetsAFewIn() {
        Room room = new Room(100_000, 100_000);
        room.share("greedy").force(100_000);
        InputWindow window = window(room.share("a"), 1_000_000);
        int entered = 0;
        while (!window.isFull()) {
            window.entered(INPUT);
            entered++;
        }

        assertTrue((long) entered * INPUT >= InputWindow.LEAST_BYTES - 3 * INPUT, entered + " inputs");
        assertFalse(window.hasRoom());
    }

    @Test
    void whatIsReservedIsNotCountedASecondTime() {
        Room room = new Room(1_000_000, 1_000_000);
        Share share = room.share("a");
        assertTrue(share.take(1_000_000));
        InputWindow window =
                new InputWindow(share, new Shares(share), 1_000_000, 2_000_000, new ReadAhead(OF_A_CALL, clock));
        window.entered(400_000);
        window.entered(400_000);
        assertEquals(1_000_000, share.bytes());
        assertFalse(window.isFull());

        window.entered(400_000);
        assertTrue(share.bytes() > 1_200_000 && share.bytes() < 1_202_000, share.bytes() + " bytes");
        assertTrue(window.isFull(), "there is no room for more than what is reserved");

        window.left(400_000);
        assertEquals(1_000_000, share.bytes());
        window.left(400_000);
        window.left(400_000);
        assertEquals(1_000_000, share.bytes(), "what is reserved stays, however little is open");
    }

    /** Calls that are not full spend more of HubSpot's rate limit. */
    @Test
    void aFullGatewayLetsInTheInputsOfACallIfTheyAreNotTooLarge() {
        assertEquals(OF_A_CALL, enteredWhenFull(2_000));
        assertTrue(enteredWhenFull(100) > 2 * OF_A_CALL);
        assertTrue(enteredWhenFull(10_000) * 10_000L < InputWindow.MOST_FOR_A_CALL + 10_000);
    }

    private int enteredWhenFull(int length) {
        Room room = new Room(100_000, 100_000);
        room.share("greedy").force(100_000);
        InputWindow window = window(room.share("a"), 10_000_000);
        int entered = 0;
        while (!window.isFull()) {
            window.entered(length);
            entered++;
        }
        return entered;
    }

    @Test
    void aLineThatHasBegunIsNotCountedTwiceWhenItHasCome() {
        Share share = new Room(1_000_000, 1_000_000).share("a");
        InputWindow window = window(share, 2_000_000);
        assertTrue(window.begun(900_000));

        window.entered(900_000);

        assertTrue(share.bytes() < 901_000, share.bytes() + " bytes");
        assertFalse(window.isFull(), "there was room for it");
    }

    @Test
    void whatIsHeldOfALineThatHasBegunIsCountedUntilItsEnd() {
        Share share = new Room(100_000_000, 100_000_000).share("a");
        InputWindow window = window(share, 1_000_000);

        assertTrue(window.begun(100_000));
        assertEquals(100_000, share.bytes());
        assertTrue(window.begun(400_000));
        assertEquals(400_000, share.bytes());
        assertTrue(window.begun(250));
        assertEquals(250, share.bytes());
        assertTrue(window.begun(0));
        assertEquals(0, share.bytes());
    }

    @Test
    void aBegunLineThatOutgrowsTheRoomIsRefusedAndNothingOfItStaysCounted() {
        Room room = new Room(1_000_000, 1_000_000);
        room.share("greedy").force(700_000);
        Share share = room.share("a");
        InputWindow window = window(share, 1_000_000);

        assertTrue(window.begun((int) InputWindow.MOST_FOR_A_CALL), "a usual line is always let in");
        assertFalse(window.begun(400_000));

        assertEquals(0, share.bytes());
    }

    private InputWindow window(Share share, long mostBytes) {
        return new InputWindow(share, new Shares(share), 0, mostBytes, new ReadAhead(OF_A_CALL, clock));
    }
}
