package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Reserved;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How permits that come back are parted by the gateways that wait for them; in a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FairPartsTest {
    private static final int PERMITS = 90;
    private static final long WINDOW = 10_000;
    private static final BudgetTimes TIMES = BudgetTimes.of(Duration.ofMillis(200), Duration.ofSeconds(60));
    private static final long GRACE = TIMES.grace().toMillis();
    private static final Told NOTHING = Told.nothing(PERMITS, WINDOW);

    private final ManualStore store = new ManualStore();

    @AfterAll
    void end() {
        store.close();
    }

    /** The whole window was used by a gateway that wants no more, and comes back in one window. */
    @BeforeEach
    void theWindowIsUsed() {
        store.newLane();
        for (String gateway : new String[] {"a", "b", "c", "past"}) {
            exchange(gateway, NOTHING.rejoins());
        }
        exchange("past", NOTHING.wants(PERMITS));
        exchange("past", NOTHING.ended(PERMITS, 0));
        store.advanceMillis(1);
    }

    @Test
    void gatewaysThatWaitAlikeGetAlike() {
        waitUntilBack("a", 1_000, "b", 1_000, "c", 1_000);

        assertEquals(30, exchange("a", NOTHING.wants(1_000)).granted());
        assertEquals(30, exchange("b", NOTHING.wants(1_000)).granted());
        assertEquals(30, exchange("c", NOTHING.wants(1_000)).granted());
    }

    @Test
    void partsAreAsTheWishes() {
        waitUntilBack("a", 90, "b", 60, "c", 30);

        assertEquals(15, exchange("c", NOTHING.wants(30)).granted());
        assertEquals(45, exchange("a", NOTHING.wants(90)).granted());
        assertEquals(30, exchange("b", NOTHING.wants(60)).granted());
    }

    @Test
    void whoWantsLessThanThereIsLeavesTheRestToTheOthers() {
        waitUntilBack("a", 80, "b", 5, "c", 5);

        assertEquals(80, exchange("a", NOTHING.wants(80)).granted());
    }

    @Test
    void thePartOfAGatewayThatDoesNotComeIsTakenByTheOthersAMomentLater() {
        waitUntilBack("a", 1_000, "b", 1_000, "c", 1);
        exchange("c", NOTHING.wants(0));

        Reserved half = exchange("a", NOTHING.wants(1_000));
        assertEquals(PERMITS / 2, half.granted());
        // b has waited for the ten seconds the window took, so it is waited for the longest time there is.
        assertEquals(TimeUnit.MILLISECONDS.toNanos(10 * GRACE), half.nextNanos());

        store.advanceMillis(10 * GRACE);
        assertEquals(
                PERMITS / 2,
                exchange("a", NOTHING.holds(PERMITS / 2).wants(1_000)).granted());
    }

    @Test
    void aGatewayThatHasGoneForItsPartIsNotWaitedForAgain() {
        waitUntilBack("a", 1_000, "b", 1_000, "c", 1_000);
        exchange("a", NOTHING.wants(1_000));
        exchange("b", NOTHING.wants(1_000));

        assertEquals(30, exchange("c", NOTHING.wants(1_000)).granted());
    }

    @Test
    void firstTurnsOfOneComeBeforeLaterTurnsOfAnother() {
        exchange("b", NOTHING.wantsFirst(80));
        store.advanceMillis(WINDOW - 1);

        assertEquals(10, exchange("a", NOTHING.wants(1_000)).granted());
        assertEquals(80, exchange("b", NOTHING.wantsFirst(80)).granted());
    }

    @Test
    void singlePermitsGoToTheOneThatWasServedLongestAgo() {
        waitUntilBack("a", 1_000, "b", 1_000, "c", 1_000);
        int[] held = new int[3];
        for (int i = 0; i < 3; i++) {
            held[i] = exchange(name(i), NOTHING.wants(1_000)).granted();
        }
        int[] singles = new int[3];
        for (int round = 0; round < 30; round++) {
            // One permit comes back at a time, and a is always the first to ask.
            int owner = round % 3;
            held[owner]--;
            exchange(name(owner), NOTHING.holds(held[owner]).wants(1_000).ended(1, WINDOW - 10));
            for (int i = 0; i < 3; i++) {
                exchange(name(i), NOTHING.holds(held[i]).wants(1_000));
            }
            store.advanceMillis(10);
            for (int i = 0; i < 3; i++) {
                int granted =
                        exchange(name(i), NOTHING.holds(held[i]).wants(1_000)).granted();
                held[i] += granted;
                singles[i] += granted;
            }
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(10, singles[i], name(i) + " got");
        }
    }

    @Test
    void aGatewayThatIsAlwaysLateIsNotStarved() {
        waitUntilBack("a", 1_000, "b", 1_000, "c", 1);
        exchange("c", NOTHING.wants(0));
        int punctual = exchange("a", NOTHING.wants(1_000)).granted();
        int late = exchange("b", NOTHING.wants(1_000)).granted();
        int lateSingles = 0;
        for (int round = 0; round < 60; round++) {
            punctual--;
            exchange("a", NOTHING.holds(punctual).wants(1_000).ended(1, WINDOW - 100));
            exchange("b", NOTHING.holds(late).wants(1_000));
            store.advanceMillis(100);
            punctual += exchange("a", NOTHING.holds(punctual).wants(1_000)).granted();
            store.advanceMillis(GRACE + 20);
            int granted = exchange("b", NOTHING.holds(late).wants(1_000)).granted();
            late += granted;
            lateSingles += granted;
            punctual += exchange("a", NOTHING.holds(punctual).wants(1_000)).granted();
        }

        assertTrue(lateSingles >= 5, "the late one got " + lateSingles + " of 60");
    }

    /** Three begin together: who is answered first finds the parts of those that are not yet. */
    @Test
    void whoOpensFirstLeavesTheOthersTheirParts() {
        store.newLane();
        for (String gateway : new String[] {"a", "b", "c"}) {
            assertEquals(
                    1,
                    exchange(gateway, NOTHING.rejoins().wantsFirst(1).wantsSoon(80))
                            .granted());
        }
        store.advanceMillis(150);
        int one = exchange("a", NOTHING.holds(0).ended(1, 0).wants(80)).granted();
        store.advanceMillis(100);
        int two = exchange("b", NOTHING.holds(0).ended(1, 0).wants(80)).granted();
        store.advanceMillis(100);
        int three = exchange("c", NOTHING.holds(0).ended(1, 0).wants(80)).granted();

        assertEquals(87, one + two + three);
        assertTrue(Math.min(one, Math.min(two, three)) >= 28, one + ", " + two + ", " + three);
    }

    @Test
    void whoNeverGetsToOpenIsNotWaitedForLongerThanACallTakes() {
        store.newLane();
        exchange("a", NOTHING.rejoins().wantsFirst(1).wantsSoon(80));
        exchange("b", NOTHING.rejoins().wantsFirst(1).wantsSoon(80));
        store.advanceMillis(150);
        Reserved part = exchange("a", NOTHING.holds(0).ended(1, 0).wants(80));
        assertEquals(44, part.granted());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(TIMES.opening().toMillis() - 150), part.nextNanos());

        store.advanceMillis(TIMES.opening().toMillis() - 150);

        assertEquals(36, exchange("a", NOTHING.holds(44).wants(36)).granted());
    }

    private void waitUntilBack(String one, int ones, String two, int twos, String three, int threes) {
        exchange(one, NOTHING.wants(ones));
        exchange(two, NOTHING.wants(twos));
        exchange(three, NOTHING.wants(threes));
        store.advanceMillis(WINDOW - 1);
    }

    private static String name(int gateway) {
        return String.valueOf((char) ('a' + gateway));
    }

    private Reserved exchange(String gateway, Told told) {
        return store.exchange(gateway, told.report(), TIMES);
    }
}
