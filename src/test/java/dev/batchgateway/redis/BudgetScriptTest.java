package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Reserved;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What one gateway's report and the passing of time do to what another one is granted; in a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetScriptTest {
    private static final int PERMITS = 190;
    private static final long WINDOW = 10_000;
    private static final long LEASE = 15_000;
    private static final BudgetTimes TIMES = BudgetTimes.of(Duration.ofMillis(200), Duration.ofMillis(LEASE));
    private static final Told NOTHING = Told.nothing(PERMITS, WINDOW);

    private final ManualStore store = new ManualStore();

    @AfterAll
    void end() {
        store.close();
    }

    @BeforeEach
    void gatewaysJoin() {
        store.newLane();
        for (String gateway : new String[] {"a", "b", "c"}) {
            exchange(gateway, NOTHING.rejoins());
        }
    }

    @Test
    void whatIsWantedOfAFreeWindowIsGranted() {
        Reserved reserved = exchange("a", NOTHING.wants(30));

        assertEquals(
                new Reserved(true, 30, PERMITS, TimeUnit.MILLISECONDS.toNanos(WINDOW), 3, Long.MAX_VALUE, 0, false),
                reserved);
    }

    @Test
    void neverMoreThanTheWindowIsGranted() {
        assertEquals(PERMITS, exchange("a", NOTHING.wants(500)).granted());
        assertEquals(0, exchange("b", NOTHING.wants(1)).granted());
    }

    @Test
    void whatAnotherGatewayHoldsIsNotGranted() {
        exchange("a", NOTHING.wants(100));

        assertEquals(90, exchange("b", NOTHING.wants(500)).granted());
    }

    @Test
    void aPermitComesBackOneWindowAfterItsCallWasCounted() {
        exchange("a", NOTHING.wants(PERMITS));
        exchange("a", NOTHING.holds(PERMITS - 1).ended(1, 300));

        store.advanceMillis(WINDOW - 300 - 1);
        Reserved before = exchange("b", NOTHING.wants(1));
        store.advanceMillis(1);

        assertEquals(0, before.granted());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(1), before.nextNanos());
        assertEquals(1, exchange("b", NOTHING.wants(5)).granted());
    }

    @Test
    void aCallCountedLongerAgoThanAWindowIsForgotten() {
        exchange("a", NOTHING.wants(PERMITS));
        exchange("a", NOTHING.ended(PERMITS, WINDOW));

        assertEquals(PERMITS, exchange("b", NOTHING.wants(PERMITS)).granted());
    }

    @Test
    void aPermitThatWasNotUsedIsFreeAtOnce() {
        exchange("a", NOTHING.wants(PERMITS));
        exchange("a", NOTHING.holds(PERMITS - 7));

        assertEquals(7, exchange("b", NOTHING.wants(50)).granted());
    }

    @Test
    void laterTurnsLeaveWhatIsKeptAndFirstTurnsTakeIt() {
        assertEquals(181, exchange("a", NOTHING.wants(500).keeps(9)).granted());
        assertEquals(0, exchange("b", NOTHING.wants(500).keeps(9)).granted());
        assertEquals(4, exchange("b", NOTHING.wantsFirst(4).keeps(9)).granted());
        assertEquals(5, exchange("c", NOTHING.wantsFirst(500).keeps(9)).granted());
    }

    @Test
    void firstTurnsComeBeforeLaterOnes() {
        exchange("a", NOTHING.wants(PERMITS - 10));

        assertEquals(10, exchange("b", NOTHING.wantsFirst(10).wants(10)).granted());
    }

    @Test
    void whatIsHeldHealsAnAnswerThatWasLost() {
        exchange("a", NOTHING.wants(50));
        exchange("a", NOTHING.holds(0));

        assertEquals(PERMITS, exchange("b", NOTHING.wants(500)).granted());
    }

    @Test
    void aGatewayHeardOfNoMoreHoldsNothingOnceItsLeaseHasEnded() {
        exchange("a", NOTHING.wants(PERMITS));

        store.advanceMillis(LEASE);
        exchange("b", NOTHING.rejoins());
        Reserved before = exchange("b", NOTHING.wants(PERMITS));
        store.advanceMillis(1);

        assertEquals(0, before.granted());
        assertTrue(before.nextNanos() <= TimeUnit.MILLISECONDS.toNanos(1), "the lease ends in " + before.nextNanos());
        assertEquals(PERMITS, exchange("b", NOTHING.wants(PERMITS)).granted());
    }

    @Test
    void aLeaseIsNeverShorterThanTheWindow() {
        BudgetTimes shortLease = BudgetTimes.of(Duration.ofMillis(200), Duration.ofSeconds(1));
        store.exchange("a", NOTHING.wants(PERMITS).report(), shortLease);

        store.advanceMillis(WINDOW - 1);

        Reserved before = store.exchange("b", NOTHING.wants(1).report(), shortLease);
        assertEquals(0, before.granted());
        assertFalse(before.isNew());
    }

    @Test
    void gatewaysHeardOfInTheLastHalfMinuteAreMembers() {
        store.advanceMillis(20_000);
        assertEquals(3, exchange("a", NOTHING.rejoins()).members());

        store.advanceMillis(10_001);
        assertEquals(1, exchange("a", NOTHING).members());
    }

    @Test
    void whatHubSpotHasToldOneIsSoForAllAndOverridesWhatIsConfigured() {
        exchange("a", NOTHING.isToldBy(110, 5_000));

        Reserved reserved = exchange("b", NOTHING.wants(500));

        assertEquals(110, reserved.permits());
        assertEquals(TimeUnit.SECONDS.toNanos(5), reserved.windowNanos());
        assertEquals(110, reserved.granted());
        assertEquals(250, exchange("c", NOTHING.isToldBy(250, 5_000)).permits());
    }

    @Test
    void whileNothingIsToldTheLastConfiguredRateHolds() {
        assertEquals(100, exchange("a", Told.nothing(100, WINDOW)).permits());
        assertEquals(PERMITS, exchange("b", NOTHING).permits());
    }

    @Test
    void aLoweredLimitSaysWhenEnoughHasComeBack() {
        exchange("a", NOTHING.wants(PERMITS));
        for (int i = 0; i < 10; i++) {
            exchange("a", NOTHING.holds(PERMITS - 10 - 10 * i).ended(10, 0));
            store.advanceMillis(100);
        }

        Reserved reserved = exchange("b", NOTHING.wants(1).isToldBy(150, WINDOW));

        // 190 are in use, so 41 must come back: the fifth ten, sent off 400 ms after the first.
        assertEquals(TimeUnit.MILLISECONDS.toNanos(WINDOW + 400 - 1_000), reserved.nextNanos());
    }

    @Test
    void aClosureIsEverybodysAndTheLongestHolds() {
        exchange("a", NOTHING.shutFor(3_000));
        Reserved closed = exchange("b", NOTHING.wants(5).shutFor(1_000));

        assertEquals(0, closed.granted());
        assertEquals(TimeUnit.SECONDS.toNanos(3), closed.shutNanos());
        assertEquals(TimeUnit.SECONDS.toNanos(3), closed.nextNanos());

        store.advanceMillis(3_000);
        Reserved open = exchange("b", NOTHING.wants(5));
        assertEquals(5, open.granted());
        assertEquals(0, open.shutNanos());
    }

    @Test
    void aGatewayTheStoreDoesNotKnowIsGrantedNothingUntilItRejoins() {
        Reserved stranger = exchange("d", NOTHING.wants(5));

        assertTrue(stranger.isNew());
        assertEquals(0, stranger.granted());
        assertEquals(PERMITS, stranger.permits());
        assertTrue(exchange("d", NOTHING.wants(5)).isNew());

        Reserved member = exchange("d", NOTHING.wants(5).rejoins());
        assertFalse(member.isNew());
        assertEquals(5, member.granted());
        assertEquals(4, member.members());
    }

    @Test
    void aGatewayWhoseLeaseHasEndedMustRejoin() {
        store.advanceMillis(LEASE);
        assertFalse(exchange("b", NOTHING).isNew());

        store.advanceMillis(1);
        assertTrue(exchange("a", NOTHING.wants(5)).isNew());
        assertEquals(5, exchange("a", NOTHING.wants(5).rejoins()).granted());
    }

    @Test
    void whatAGatewayTellsWhenItRejoinsReplacesWhatIsKnownOfIt() {
        exchange("a", NOTHING.wants(PERMITS));
        exchange("b", NOTHING.ended(1, 0));
        exchange("a", NOTHING.holds(100).ended(20, 0));
        exchange("a", NOTHING.holds(100).ended(20, 0));

        exchange("a", NOTHING.holds(90).ended(30, 0).rejoins());

        assertEquals(PERMITS - 90 - 30 - 1, exchange("b", NOTHING.wants(500)).granted());
    }

    @Test
    void aReportBehindALaterOneChangesNothing() {
        store.exchange("a", 1_000_001, NOTHING.holds(100).report(), TIMES);

        assertEquals(
                Reserved.LOST,
                store.exchange(
                        "a", 1_000_000, NOTHING.holds(3).ended(50, 0).shutFor(9).report(), TIMES));
        assertEquals(PERMITS - 100, exchange("b", NOTHING.wants(500)).granted());
    }

    @Test
    void aStoreThatWasLostGrantsNothingUntilAllHadTimeToTellTheirPast() {
        store.newLane();
        Reserved first =
                exchange("a", NOTHING.wants(100).holds(10).ended(60, 1_000).rejoins());
        store.advanceMillis(1_500);
        Reserved second =
                exchange("b", NOTHING.wants(100).holds(20).ended(70, 2_000).rejoins());

        assertEquals(0, first.granted());
        assertEquals(TimeUnit.SECONDS.toNanos(2), first.nextNanos());
        assertEquals(0, second.granted());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(500), second.nextNanos());

        store.advanceMillis(500);
        assertEquals(15, exchange("a", NOTHING.holds(10).wants(100)).granted());
        assertEquals(15, exchange("b", NOTHING.holds(20).wants(100)).granted());
    }

    @Test
    void aLaneWithoutAPastStartsAtOnce() {
        store.newLane();

        assertEquals(100, exchange("a", NOTHING.wants(100).rejoins()).granted());
        assertEquals(90, exchange("b", NOTHING.wants(100).rejoins()).granted());
    }

    @Test
    void thousandsOfEndedCallsAreTakenAtOnce() {
        Told large = Told.nothing(5_000, WINDOW);
        exchange("a", large.wants(5_000));
        exchange("a", large.holds(2_500).ended(2_499, 0));

        assertEquals(1, exchange("b", large.wants(5_000)).granted());
    }

    @Test
    void whatNobodyAsksForGoesByItself() {
        exchange("a", NOTHING.wants(5).shutFor(60_000));
        exchange("a", NOTHING.ended(5, 0));

        Response keys = store.ask(Request.cmd(Command.KEYS).arg("batchgateway:*"));

        assertTrue(keys.size() >= 3, "keys: " + keys);
        for (Response key : keys) {
            Response left = store.ask(Request.cmd(Command.PTTL).arg(key.toString()));
            long millis = Long.parseLong(left.toString());
            assertTrue(millis > 0 && millis <= 70_000, key + " stays for " + millis);
        }
    }

    private Reserved exchange(String gateway, Told told) {
        return store.exchange(gateway, told.report(), TIMES);
    }
}
