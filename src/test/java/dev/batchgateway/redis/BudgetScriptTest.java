package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedRate;
import dev.batchgateway.limit.QuotaNews;
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

        SharedRate configured = new SharedRate(
                PERMITS, TimeUnit.MILLISECONDS.toNanos(WINDOW), false, QuotaNews.NEVER, QuotaNews.NEVER, 0, 0);
        QuotaNews quota =
                new QuotaNews(QuotaNews.NEVER, 0, QuotaNews.NEVER, 0, -1, QuotaNews.NEVER, QuotaNews.NEVER, 0, false);
        assertEquals(new Reserved(true, 30, 3, Long.MAX_VALUE, false, configured, 0, false, quota, false), reserved);
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

        assertEquals(110, reserved.rate().permits());
        assertEquals(TimeUnit.SECONDS.toNanos(5), reserved.rate().windowNanos());
        assertEquals(110, reserved.granted());
        assertEquals(250, exchange("c", NOTHING.isToldBy(250, 5_000)).rate().permits());
    }

    @Test
    void whileNothingIsToldTheLastConfiguredRateHolds() {
        assertEquals(100, exchange("a", Told.nothing(100, WINDOW)).rate().permits());
        assertEquals(PERMITS, exchange("b", NOTHING).rate().permits());
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
        Reserved narrow = exchange("b", NOTHING.wants(5));
        assertEquals(1, narrow.granted());
        assertEquals(0, narrow.shutNanos());
    }

    @Test
    void aLimitToldByAnEarlierCallDoesNotOverrideANewerOne() {
        exchange("a", NOTHING.isToldBy(110, WINDOW, 300, 100));

        assertEquals(
                110,
                exchange("b", NOTHING.isToldBy(190, WINDOW, 900, 700)).rate().permits());
        assertEquals(
                190, exchange("b", NOTHING.isToldBy(190, WINDOW, 90, 10)).rate().permits());
    }

    @Test
    void ofLimitsToldByCallsThatOverlapTheLowerOneHolds() {
        exchange("a", NOTHING.isToldBy(110, WINDOW, 300, 100));

        assertEquals(
                110,
                exchange("b", NOTHING.isToldBy(190, WINDOW, 200, 50)).rate().permits());
        assertEquals(
                90, exchange("b", NOTHING.isToldBy(90, WINDOW, 200, 50)).rate().permits());
    }

    @Test
    void whatWasLoweredMoreOftenHoldsAndIsPassedOn() {
        exchange("a", NOTHING.lowered(90, 1, 5_000));

        Reserved heard = exchange("b", NOTHING.wants(500));
        assertEquals(90, heard.granted());
        assertEquals(90, heard.rate().permits());
        assertEquals(1, heard.rate().lowerings());
        assertEquals(TimeUnit.SECONDS.toNanos(5), heard.rate().changedAgoNanos());

        assertEquals(73, exchange("c", NOTHING.lowered(73, 3, 0)).rate().permits());
        assertEquals(73, exchange("a", NOTHING.lowered(81, 2, 0)).rate().permits());
        assertEquals(74, exchange("c", NOTHING.lowered(74, 3, 0)).rate().permits(), "raised by a clean minute");
    }

    /** Told that it was lowered a minute ago, it would raise it once more. */
    @Test
    void whoComesLateHearsWhenTheRateWasRaised() {
        exchange("a", NOTHING.lowered(90, 1, 0));
        store.advanceMillis(61_000);
        exchange("a", NOTHING.lowered(91, 1, 1_000));
        exchange("b", NOTHING.lowered(91, 1, 1_000));

        Reserved late = exchange("c", NOTHING);

        assertEquals(91, late.rate().permits());
        assertEquals(TimeUnit.SECONDS.toNanos(1), late.rate().changedAgoNanos());
    }

    @Test
    void afterAClosureOneCallOverAllGatewaysFindsOutWhetherItIsOver() {
        exchange("a", NOTHING.shutFor(1_000));
        store.advanceMillis(1_000);

        Reserved trial = exchange("b", NOTHING.wants(30));
        assertEquals(1, trial.granted());
        assertTrue(trial.isNarrow());
        assertEquals(0, exchange("a", NOTHING.wants(30).shutFor(-1)).granted());
        assertEquals(0, exchange("c", NOTHING.wants(30)).granted());
        store.advanceMillis(300);
        assertEquals(0, exchange("b", NOTHING.holds(1).wants(30)).granted());

        Reserved open = exchange("b", NOTHING.ended(1, 0).wants(30).answered(300));

        assertFalse(open.isNarrow());
        assertEquals(30, open.granted());
        assertFalse(exchange("a", NOTHING.shutFor(-300)).isNarrow(), "what has shut it is older than what opened it");
    }

    /** Twenty calls were under way when another one met a 429, and hang: they are no trials. */
    @Test
    void callsGrantedBeforeA429AreNotWaitedForByTheOneThatTriesAgain() {
        exchange("a", NOTHING.wants(20));
        exchange("b", NOTHING.wants(20));
        exchange("a", NOTHING.holds(20).shutFor(1_000));
        exchange("b", NOTHING.holds(20));
        store.advanceMillis(1_000);

        assertEquals(1, exchange("a", NOTHING.holds(20).wants(30)).granted());
        assertEquals(0, exchange("b", NOTHING.holds(20).wants(30)).granted());
        assertEquals(0, exchange("a", NOTHING.holds(21).wants(30)).granted());
    }

    /** It may hang for minutes; the gateway that made it still holds its lease. */
    @Test
    void aTrialThatHangsIsWaitedForNoLongerThanAWindow() {
        exchange("a", NOTHING.shutFor(1_000));
        store.advanceMillis(1_000);
        exchange("b", NOTHING.wants(30));
        store.advanceMillis(WINDOW - 1);
        exchange("b", NOTHING.holds(1));
        assertEquals(0, exchange("c", NOTHING.wants(30)).granted());

        store.advanceMillis(1);

        assertEquals(1, exchange("c", NOTHING.wants(30)).granted());
    }

    @Test
    void aTrialThatMeetsTheSameShutsItAgain() {
        exchange("a", NOTHING.shutFor(1_000));
        store.advanceMillis(1_000);
        exchange("b", NOTHING.wants(30));
        store.advanceMillis(300);

        Reserved shut = exchange("b", NOTHING.ended(1, 0).wants(30).shutFor(2_000));

        assertEquals(0, shut.granted());
        assertEquals(
                TimeUnit.SECONDS.toNanos(2), exchange("c", NOTHING.wants(30)).shutNanos());
    }

    @Test
    void aTrialOfAGatewayThatIsKilledIsAnothersAWindowLater() {
        exchange("a", NOTHING.shutFor(1_000));
        store.advanceMillis(1_000);
        exchange("b", NOTHING.wants(30));
        store.advanceMillis(WINDOW - 1);
        assertEquals(0, exchange("c", NOTHING.wants(30).rejoins()).granted());

        store.advanceMillis(1);

        assertEquals(1, exchange("c", NOTHING.wants(30)).granted());
    }

    @Test
    void whatIsKeptIsKeptWhenBatchesOfTwoGatewaysUseTheLane() {
        exchange("b", NOTHING.used(59_000, 9));
        assertEquals(PERMITS - 9, exchange("a", NOTHING.wants(500).used(0, 9)).granted());

        store.newLane();
        exchange("a", NOTHING.rejoins());
        exchange("b", NOTHING.rejoins().used(60_000, 9));
        assertEquals(PERMITS, exchange("a", NOTHING.wants(500).used(0, 9)).granted());
    }

    @Test
    void nothingIsKeptForALoneBatchHoweverLongItRuns() {
        exchange("a", NOTHING.wants(5).used(0, 9));
        store.advanceMillis(5_000);

        assertEquals(
                PERMITS - 5,
                exchange("a", NOTHING.holds(5).wants(500).used(0, 9)).granted());
    }

    @Test
    void aDailyLimitClosesAllLanesOfThePortalButForOneProbeAMinute() {
        exchange("a", NOTHING.wants(5));
        exchange("b", NOTHING.knows(usedUp(100, 0)));

        Reserved closed = exchange("a", NOTHING.holds(0).wants(5));
        assertEquals(0, closed.granted());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(100), closed.quota().usedUpAgo());
        assertEquals(TimeUnit.SECONDS.toNanos(60), closed.nextNanos());

        store.advanceMillis(60_000);
        exchange("a", NOTHING.rejoins());
        Reserved probe = exchange("a", NOTHING.wants(5));
        assertEquals(1, probe.granted());
        assertTrue(probe.isProbe());
        Reserved other = exchange("b", NOTHING.wants(5).rejoins());
        assertEquals(0, other.granted());
        assertFalse(other.isProbe());
        assertEquals(0, other.quota().calledAgo());
        assertEquals(1, other.quota().underWay());
    }

    @Test
    void aProbeThatIsAnsweredOpensItForAll() {
        exchange("a", NOTHING.knows(usedUp(0, 0)));
        store.advanceMillis(60_000);
        exchange("a", NOTHING.wants(5).rejoins());
        store.advanceMillis(200);

        exchange(
                "a",
                NOTHING.knows(new QuotaNews(
                        TimeUnit.MILLISECONDS.toNanos(60_200),
                        0,
                        TimeUnit.MILLISECONDS.toNanos(200),
                        TimeUnit.MILLISECONDS.toNanos(200),
                        -1,
                        QuotaNews.NEVER,
                        QuotaNews.NEVER,
                        0,
                        false)));

        assertEquals(5, exchange("b", NOTHING.wants(5).rejoins()).granted());
    }

    @Test
    void aProbeThatIsReturnedIsTheNextOnesToMake() {
        exchange("a", NOTHING.knows(usedUp(0, 0)));
        store.advanceMillis(60_000);
        exchange("a", NOTHING.wants(5).rejoins());
        QuotaNews returned = new QuotaNews(
                QuotaNews.NEVER, 0, QuotaNews.NEVER, QuotaNews.NEVER, -1, QuotaNews.NEVER, QuotaNews.NEVER, 0, true);

        exchange("a", NOTHING.knows(returned));

        assertTrue(exchange("b", NOTHING.wants(5).rejoins()).isProbe());
    }

    @Test
    void noProbePassesBeforeHubSpotAskedForIt() {
        exchange("a", NOTHING.knows(usedUp(0, 90_000)));
        store.advanceMillis(89_999);
        assertEquals(0, exchange("b", NOTHING.wants(5).rejoins()).granted());

        store.advanceMillis(1);

        assertEquals(1, exchange("b", NOTHING.wants(5)).granted());
    }

    @Test
    void theReserveIsLeftByAllGatewaysTogether() {
        exchange("a", NOTHING.knows(left(120)).reserves(100).wants(15));

        Reserved rest = exchange("b", NOTHING.reserves(100).wants(15));
        assertEquals(5, rest.granted(), "15 of 20 are under way");
        assertEquals(15, rest.quota().underWay());
        assertEquals(120, rest.quota().remaining());

        assertEquals(0, exchange("c", NOTHING.reserves(100).wants(1)).granted());
        assertEquals(1, exchange("c", NOTHING.reserves(50).wants(1)).granted(), "who reserves less may take more");
    }

    private static QuotaNews usedUp(long millisAgo, long askedMillis) {
        return new QuotaNews(
                TimeUnit.MILLISECONDS.toNanos(millisAgo),
                TimeUnit.MILLISECONDS.toNanos(askedMillis),
                QuotaNews.NEVER,
                TimeUnit.MILLISECONDS.toNanos(millisAgo),
                -1,
                QuotaNews.NEVER,
                QuotaNews.NEVER,
                0,
                false);
    }

    private static QuotaNews left(long calls) {
        return new QuotaNews(QuotaNews.NEVER, 0, 0, 0, calls, 0, 0, 0, false);
    }

    @Test
    void aGatewayTheStoreDoesNotKnowIsGrantedNothingUntilItRejoins() {
        Reserved stranger = exchange("d", NOTHING.wants(5));

        assertTrue(stranger.isNew());
        assertEquals(0, stranger.granted());
        assertEquals(PERMITS, stranger.rate().permits());
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
            assertTrue(millis > 0 && millis <= 140_000, key + " stays for " + millis);
        }
    }

    private Reserved exchange(String gateway, Told told) {
        return store.exchange(gateway, told.report(), TIMES);
    }
}
