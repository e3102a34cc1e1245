package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a used-up daily quota does to the lanes of its account (issue 4, point 4). */
class DailyLimitTest {
    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer(clock);
    private final Lanes lanes = new Lanes(new InFlightGate(100), clock, timer);
    private final Portal portal = new Portal(0);
    private final LaneConfig config = Lanes.objects(100, Duration.ofSeconds(10), 100);
    private final Deque<Permit> permits = new ArrayDeque<>();
    private final List<Closure> closures = new ArrayList<>();

    @Test
    void closesEveryLaneOfTheAccountAtOnce() {
        Lane objects = lanes.lane(config, portal, null);
        Lane associations = lanes.lane(Lanes.associations(100, 100, 100), portal, null);
        ask(objects, 3);
        ask(associations, 2);
        assertEquals(2, permits.size());

        end(permits.remove(), FakeAnswers.daily(), ReplyKind.DAILY_LIMIT, RateSignal.SILENT);

        assertEquals(3, closures.size());
        assertEquals(1, permits.size());
        Closure closure = closures.get(0);
        assertEquals(429, closure.refusal().status());
        assertEquals(60, closure.retryAfterSeconds());
    }

    @Test
    void leavesOtherAccountsAlone() {
        Lane mine = lanes.lane(config, portal, null);
        Lane theirs = lanes.lane(config, new Portal(0), null);
        ask(mine, 1);
        ask(theirs, 1);
        end(permits.remove(), FakeAnswers.daily(), ReplyKind.DAILY_LIMIT, RateSignal.SILENT);

        answer(permits.remove(), -1);
        ask(theirs, 2);

        assertEquals(2, permits.size());
        assertEquals(List.of(), closures);
    }

    @Test
    void aMinuteLaterOneCallFindsOutWhetherItIsOver() {
        Lane lane = closed();
        clock.advance(Duration.ofSeconds(59));
        ask(lane, 1);
        assertEquals(1, closures.size());
        clock.advance(Duration.ofSeconds(1));

        ask(lane, 3);
        assertEquals(1, permits.size());
        assertEquals(1, closures.size(), "the others wait for what the probe finds");
        answer(permits.remove(), 1_000);

        pass(Duration.ofMillis(5));
        assertEquals(2, permits.size());
    }

    @Test
    void whoWaitedForAProbeThatMetTheSameIsTold() {
        Lane lane = closed();
        clock.advance(Duration.ofMinutes(1));
        ask(lane, 3);

        end(permits.remove(), FakeAnswers.daily(), ReplyKind.DAILY_LIMIT, RateSignal.SILENT);

        assertEquals(2, closures.size());
        assertEquals(0, permits.size());
    }

    @Test
    void aProbeWithoutAnAnswerTellsThemToComeBack() {
        Lane lane = closed();
        clock.advance(Duration.ofMinutes(1));
        ask(lane, 2);

        end(permits.remove(), new Reply.NoAnswer("cut"), ReplyKind.NO_ANSWER, RateSignal.SILENT);

        assertEquals(1, closures.size());
        assertEquals(60, closures.get(0).retryAfterSeconds());
    }

    /** It says nothing of the quota: whoever waits with better credentials finds out at once. */
    @ParameterizedTest
    @EnumSource(
            value = ReplyKind.class,
            names = {"UNAUTHORIZED", "FORBIDDEN"})
    void aProbeWithRefusedCredentialsIsTheNextOnesToMake(ReplyKind kind) {
        Lane lane = closed();
        clock.advance(Duration.ofMinutes(1));
        ask(lane, 3);

        end(permits.remove(), FakeAnswers.html(401), kind, RateSignal.SILENT);

        assertEquals(1, permits.size());
        assertEquals(List.of(), closures);
        end(permits.remove(), FakeAnswers.daily(), ReplyKind.DAILY_LIMIT, RateSignal.SILENT);
        assertEquals(1, closures.size());
    }

    @Test
    void theReserveIsLeftToOthersAndSaysSo() {
        Portal reserved = new Portal(100);
        Lane lane = lanes.lane(config, reserved, null);
        ask(lane, 1);
        answer(permits.remove(), 102);

        ask(lane, 4);
        pass(Duration.ofMillis(5));

        assertEquals(2, permits.size());
        assertEquals(2, closures.size());
        Reply.Refused refusal = closures.get(0).refusal();
        String message = refusal.error() == null ? "" : refusal.error().message();
        assertTrue(message.contains("102 calls are left, and 100 are kept"), message);
    }

    @Test
    void aBatchThatIsTurnedAwayIsUnsentAndAnsweredWithThe429() {
        Dispatching nest = new Dispatching(1);
        nest.hubSpot.answers().refuses(names -> FakeAnswers.daily());
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(1_000));

        BatchResult turnedAway = nest.run(Operation.OBJECT_CREATE, Batches.creates(500));

        assertEquals(0, turnedAway.calls());
        assertEquals(500, turnedAway.outcomes().unsent());
        Reply.Refused common = turnedAway.common();
        assertEquals(429, common == null ? 0 : common.status());
        assertTrue(turnedAway.retryAfterSeconds() > 0 && turnedAway.retryAfterSeconds() <= 60);
    }

    @Test
    void aBatchInTheMiddleKeepsWhatSucceededAndTheNextDayGoesOn() {
        Dispatching nest = new Dispatching(1);
        boolean[] isUsedUp = {false};
        nest.hubSpot.answers().refuses(names -> {
            isUsedUp[0] |= names.contains("k550");
            return isUsedUp[0] ? FakeAnswers.daily() : null;
        });
        nest.hubSpot.permits(3);
        BatchResult cut = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(3_000));
        assertTrue(cut.outcomes().succeeded() >= 100);
        assertEquals(3_000, cut.outcomes().succeeded() + cut.outcomes().unsent());
        assertTrue(cut.retryAfterSeconds() >= 0);

        nest.hubSpot.answers().refuses(names -> null);
        nest.pass(Duration.ofMinutes(1));
        BatchResult next = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(300));

        assertEquals(300, next.outcomes().succeeded());
    }

    @Test
    void accountsOfOnePortalShareTheQuotaAndNotTheWindow() {
        Dispatching nest = new Dispatching(1);
        Accounts accounts = nest.dispatcher().accounts();

        Account one = accounts.of("Bearer 1", new AccountName("4711", "sync"));
        Account other = accounts.of("Bearer 2", new AccountName("4711", "web"));
        Account renewed = accounts.of("Bearer 3", new AccountName("4711", "sync"));

        assertTrue(one.portal() == other.portal());
        assertFalse(one.objects() == other.objects());
        assertTrue(one == renewed);
    }

    /** The other lane waits for what the probe finds; it must not wait for ever when the probe is not sent. */
    @Test
    void aProbeThatIsGivenBackIsTheOtherLanesToMake() {
        Lane one = closed();
        Lane other = lanes.lane(config, portal, null);
        clock.advance(Duration.ofMinutes(1));
        ask(one, 1);
        ask(other, 1);
        assertEquals(1, permits.size());

        permits.remove().unused();

        assertEquals(1, permits.size());
        assertEquals(List.of(), closures);
    }

    /** Both have looked, and seen that one may. */
    @Test
    void ofTwoLanesOneMakesTheProbe() {
        closed();
        clock.advance(Duration.ofMinutes(1));
        long now = clock.getAsLong();
        assertEquals(Portal.Leave.PROBE, portal.leave(now));

        assertFalse(portal.pass(() -> false, now), "there was no place for it");
        assertTrue(portal.pass(() -> true, now));
        assertFalse(portal.pass(() -> true, now));
    }

    @Test
    void a429OfAnotherLimitOpensNothing() {
        Lane lane = closed();
        clock.advance(Duration.ofMinutes(1));
        ask(lane, 2);

        end(permits.remove(), new Reply.Refused(429, null, "", -1), ReplyKind.REFUSED, RateSignal.SILENT);

        assertEquals(1, closures.size());
    }

    @Test
    void noRetryAfterClosesItForLongerThanADay() {
        Lane lane = lanes.lane(config, portal, null);
        ask(lane, 1);
        end(
                permits.remove(),
                new Reply.Refused(429, null, "DAILY", 999_999_999),
                ReplyKind.DAILY_LIMIT,
                RateSignal.SILENT);
        clock.advance(Duration.ofDays(1));

        ask(lane, 1);

        assertEquals(1, permits.size());
    }

    private Lane closed() {
        Lane lane = lanes.lane(config, portal, null);
        ask(lane, 1);
        end(permits.remove(), FakeAnswers.daily(), ReplyKind.DAILY_LIMIT, RateSignal.SILENT);
        return lane;
    }

    private void ask(Lane lane, int times) {
        for (int i = 0; i < times; i++) {
            Lanes.join(lane, Turns.USUAL_URGENCY, permits::add, closures::add).want(1);
        }
    }

    private void answer(Permit permit, long dailyRemaining) {
        Reply reply = new Reply.Answered(Answer.empty(204));
        end(permit, reply, ReplyKind.ANSWERED, new RateSignal(-1, -1, -1, dailyRemaining));
    }

    private void end(Permit permit, Reply reply, ReplyKind kind, RateSignal rate) {
        permit.ended(new Exchange(reply, rate, clock.getAsLong(), clock.getAsLong()), kind);
    }

    private void pass(Duration time) {
        long end = clock.getAsLong() + time.toNanos();
        while (!timer.isEmpty() && clock.getAsLong() + timer.untilNext().toNanos() <= end) {
            timer.runNext();
        }
        clock.moveTo(end);
    }
}
