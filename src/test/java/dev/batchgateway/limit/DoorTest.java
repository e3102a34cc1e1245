package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Read as a ledger, in seconds. */
class DoorTest {
    private static final long LONGEST = 10;
    private static final long SECOND = 1_000_000_000;

    private final Door door = new Door(1);

    @Test
    void standsOpenAtFirst() {
        assertFalse(door.isShut(0));
        assertFalse(door.isNarrow());
    }

    @Test
    void isShutForAWhileAndThenLetsOneThrough() {
        door.shut(0, 5, -1, LONGEST);

        assertTrue(door.isShut(5));
        assertEquals(6, door.opensAt());
        assertFalse(door.isShut(6));
        assertTrue(door.isNarrow());
    }

    @Test
    void opensWhenOneThatWasLetThroughIsAnswered() {
        door.shut(0, 5, -1, LONGEST);

        door.answered(6);

        assertFalse(door.isNarrow());
    }

    /** Its answer tells of the time before the 429, so it says nothing about the time after. */
    @Test
    void doesNotOpenForTheAnswerOfACallFromBefore() {
        door.shut(0, 5, -1, LONGEST);

        door.answered(4);

        assertTrue(door.isShut(5));
        assertTrue(door.isNarrow());
    }

    @Test
    void isNotShutForLongerByCallsThatWereUnderWay() {
        door.shut(0, 5, -1, LONGEST);

        door.shut(4, 6, -1, LONGEST);

        assertEquals(6, door.opensAt());
    }

    @Test
    void isShutTwiceAsLongEachTimeUpToTheLongest() {
        door.shut(0, 0, -1, LONGEST);
        assertEquals(1, door.opensAt());
        door.shut(1, 1, -1, LONGEST);
        assertEquals(3, door.opensAt());
        door.shut(3, 3, -1, LONGEST);
        assertEquals(7, door.opensAt());
        door.shut(7, 7, -1, LONGEST);
        assertEquals(15, door.opensAt());
        door.shut(15, 15, -1, LONGEST);
        assertEquals(25, door.opensAt());
    }

    @Test
    void startsAnewAfterAnAnswer() {
        door.shut(0, 0, -1, LONGEST);
        door.shut(1, 1, -1, LONGEST);
        door.answered(3);

        door.shut(4, 4, -1, LONGEST);

        assertEquals(5, door.opensAt());
    }

    @Test
    void isShutAsLongAsHubSpotAsks() {
        door.shut(0, 0, 77, LONGEST);

        assertEquals(77, door.opensAt());
    }

    @Test
    void isShutByWhatItHearsAndSaysThatItWasNotItsOwn() {
        Door shared = new Door(SECOND);

        shared.hearsShut(5 * SECOND, 10 * SECOND);

        assertTrue(shared.isShut(5 * SECOND - 1));
        assertTrue(shared.isNarrow());
        assertFalse(shared.isOwn());
        assertEquals(0, shared.changes(), "there is nothing to tell");
        shared.hearsOpen();
        assertFalse(shared.isNarrow());
    }

    /** The same moment comes out a little later each time it is heard. */
    @Test
    void hearingOfTheSameAgainChangesNothing() {
        Door shared = new Door(SECOND);
        shared.shut(0, 0, -1, 10 * SECOND);

        shared.hearsShut(SECOND + SECOND / 10, 10 * SECOND);

        assertEquals(SECOND, shared.opensAt());
        assertTrue(shared.isOwn());
    }

    @Test
    void whatAnothersSecond429DidCountsHereToo() {
        Door shared = new Door(SECOND);
        shared.shut(0, 0, -1, 10 * SECOND);
        shared.hearsShut(3 * SECOND, 10 * SECOND);

        shared.shut(3 * SECOND, 3 * SECOND, -1, 10 * SECOND);

        assertEquals(7 * SECOND, shared.opensAt(), "the third in a row");
    }

    @Test
    void tellsWhenItsOwnCallsShutItOrOpenIt() {
        Door shared = new Door(SECOND);
        shared.answered(0);
        assertEquals(0, shared.changes());

        shared.shut(0, 0, -1, 10 * SECOND);
        assertEquals(1, shared.changes());
        shared.answered(SECOND);
        assertEquals(2, shared.changes());
    }
}
