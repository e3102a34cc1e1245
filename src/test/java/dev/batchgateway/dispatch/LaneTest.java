package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer(clock);
    private final Lanes lanes = new Lanes(new InFlightGate(400), clock, timer);
    private final Deque<Permit> permits = new ArrayDeque<>();

    @Test
    void opensWithOneCallAloneAndThenWidely() {
        Lane lane = lane(10);
        ask(lane, 5);
        assertEquals(1, permits.size());

        answer(permits.remove());
        handOut();

        assertEquals(4, permits.size());
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplyKind.class,
            names = {"UNAUTHORIZED", "FORBIDDEN", "NO_ANSWER", "NOT_REACHED", "UNTRUSTED", "OVERLOADED"})
    void staysAloneAfterWhatIsNoAnswer(ReplyKind kind) {
        Lane lane = lane(10);
        ask(lane, 3);

        end(permits.remove(), new Reply.NoAnswer(""), kind, RateSignal.SILENT);

        assertEquals(1, permits.size());
    }

    @Test
    void opensWithOneCallAloneAgainAfterAWindowWithoutAnAnswer() {
        Lane lane = opened(10);
        pass(Duration.ofSeconds(10));

        ask(lane, 3);

        assertEquals(1, permits.size());
    }

    @Test
    void servesInTheOrderOfAsking() {
        Lane lane = lane(2);
        List<Integer> served = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            Lanes.ask(lane, permit -> {
                served.add(number);
                permits.add(permit);
            });
        }

        while (served.size() < 5) {
            if (!permits.isEmpty()) {
                answer(permits.remove());
            } else {
                timer.runNext();
            }
        }

        assertEquals(List.of(0, 1, 2, 3, 4), served);
    }

    @Test
    void wakesWhenAPermitComesBack() {
        Lane lane = opened(1);
        ask(lane, 1);
        assertEquals(0, permits.size());

        pass(Duration.ofSeconds(10));

        assertEquals(1, permits.size());
        assertEquals(Duration.ofSeconds(10), Duration.ofNanos(permits.remove().waitedNanos()));
    }

    /** HubSpot worked for 3 s before it answered, so it had counted the call 3 s earlier. */
    @Test
    void aPermitComesBackAWindowAfterHubSpotBeganToWork() {
        Lane lane = lane(1);
        ask(lane, 2);
        Permit permit = permits.remove();
        long sent = clock.getAsLong();
        clock.advance(Duration.ofSeconds(5));

        permit.ended(
                new Exchange(worked(Duration.ofSeconds(3)), RateSignal.SILENT, sent, clock.getAsLong()),
                ReplyKind.ANSWERED);

        pass(Duration.ofSeconds(7).minusNanos(1));
        assertEquals(0, permits.size());
        pass(Duration.ofNanos(1));
        assertEquals(1, permits.size());
    }

    @Test
    void aWorkingTimeLongerThanTheCallIsNotBelieved() {
        Lane lane = lane(1);
        ask(lane, 2);
        Permit permit = permits.remove();
        long sent = clock.getAsLong();
        clock.advance(Duration.ofSeconds(1));

        permit.ended(
                new Exchange(worked(Duration.ofDays(3)), RateSignal.SILENT, sent, clock.getAsLong()),
                ReplyKind.ANSWERED);

        pass(Duration.ofSeconds(9).minusNanos(1));
        assertEquals(0, permits.size());
        pass(Duration.ofNanos(1));
        assertEquals(1, permits.size());
    }

    @Test
    void a429ShutsItAndItReopensWithOne() {
        Lane lane = opened(10);
        ask(lane, 5);
        handOut();
        throttle(permits.remove());
        permits.forEach(this::answer);
        permits.clear();
        ask(lane, 3);
        assertEquals(0, permits.size());

        pass(Duration.ofSeconds(1));
        assertEquals(1, permits.size());

        answer(permits.remove());
        assertEquals(2, permits.size());
    }

    @Test
    void aSecond429ShutsItForLonger() {
        Lane lane = opened(10);
        ask(lane, 1);
        throttle(permits.remove());
        ask(lane, 2);
        pass(Duration.ofSeconds(1));
        throttle(permits.remove());

        pass(Duration.ofMillis(1_999));
        assertEquals(0, permits.size());
        pass(Duration.ofMillis(1));
        assertEquals(1, permits.size());
    }

    /** Twenty calls are under way, one of them hangs for minutes, another one meets a 429. */
    @Test
    void aCallSentBeforeA429IsNotWaitedForByTheOneThatTriesAgain() {
        Lane lane = opened(30);
        ask(lane, 20);
        handOut();
        permits.remove();
        throttle(permits.remove());
        permits.forEach(this::answer);
        permits.clear();
        ask(lane, 3);
        assertEquals(0, permits.size());

        pass(Duration.ofSeconds(1));

        assertEquals(1, permits.size());
        answer(permits.remove());
        assertEquals(2, permits.size());
    }

    /** As a large upload may be, which is paced with the batches. */
    @Test
    void aCallThatHangsDoesNotKeepALaneShutThatHasHadNoAnswerForAWindow() {
        Lane lane = opened(10);
        ask(lane, 1);
        permits.remove();
        pass(Duration.ofSeconds(10));

        ask(lane, 3);

        assertEquals(1, permits.size());
        answer(permits.remove());
        assertEquals(2, permits.size());
    }

    @Test
    void anOpeningCallThatHangsIsWaitedForNoLongerThanAWindow() {
        Lane lane = lane(10);
        ask(lane, 3);
        permits.remove();

        pass(Duration.ofSeconds(10).minusNanos(1));
        assertEquals(0, permits.size());
        pass(Duration.ofNanos(1));
        assertEquals(1, permits.size());
    }

    /** A search is not counted in the window, and its answer lacks the headers that the others have. */
    @Test
    void anAnswerThatDoesNotTellTheRateDoesNotReopenALaneThatHasBeenToldIt() {
        Lane lane = lane(100);
        RateSignal rate = new RateSignal(100, 99, 10_000, -1);
        ask(lane, 1);
        end(permits.remove(), answered(), ReplyKind.ANSWERED, rate);
        ask(lane, 1);
        throttle(permits.remove());
        ask(lane, 4);
        pass(Duration.ofSeconds(1));

        answer(permits.remove());
        pass(Duration.ofSeconds(1));
        assertEquals(1, permits.size(), "still one by one");
        end(permits.remove(), answered(), ReplyKind.ANSWERED, rate);
        pass(Duration.ofSeconds(1));

        assertEquals(2, permits.size());
    }

    @Test
    void aWindowAfterTheDoorLetOneThroughAnyAnswerReopensALane() {
        Lane lane = lane(100);
        ask(lane, 1);
        end(permits.remove(), answered(), ReplyKind.ANSWERED, new RateSignal(100, 99, 10_000, -1));
        ask(lane, 1);
        throttle(permits.remove());
        pass(Duration.ofSeconds(11));
        ask(lane, 3);

        answer(permits.remove());
        pass(Duration.ofSeconds(1));

        assertEquals(2, permits.size());
    }

    @Test
    void staysShutAsLongAsHubSpotAsks() {
        Lane lane = opened(10);
        ask(lane, 2);
        end(permits.remove(), new Reply.Refused(429, null, "", 30), ReplyKind.THROTTLED, RateSignal.SILENT);
        answer(permits.remove());
        ask(lane, 1);

        pass(Duration.ofMillis(29_999));
        assertEquals(0, permits.size());
        pass(Duration.ofMillis(1));
        assertEquals(1, permits.size());
    }

    @Test
    void learnsTheRateFromTheHeaders() {
        Lane lane = lane(2);
        ask(lane, 200);

        end(permits.remove(), answered(), ReplyKind.ANSWERED, new RateSignal(110, 109, 10_000, -1));
        handOut();

        assertEquals(110, lane.permits());
        assertEquals(100, permits.size());
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplyKind.class,
            names = {"UNAUTHORIZED", "FORBIDDEN"})
    void learnsNothingFromRefusedCredentials(ReplyKind kind) {
        Lane lane = lane(2);
        ask(lane, 1);

        end(permits.remove(), FakeAnswers.html(401), kind, new RateSignal(110, 0, 10_000, -1));

        assertEquals(2, lane.permits());
    }

    @Test
    void aLaneThatDoesNotLearnTheRateKeepsItsOwn() {
        Lane lane = lanes.lane(Lanes.associations(2, 2, 100));
        ask(lane, 1);

        end(permits.remove(), answered(), ReplyKind.ANSWERED, new RateSignal(110, 0, 10_000, -1));

        assertEquals(2, lane.permits());
        ask(lane, 1);
        assertEquals(1, permits.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 60, 111, 191})
    void batchesThatComeTogetherGetAboutTheSameOfAWindow(int window) {
        Lane lane = lanes.lane(Lanes.objects(window, Duration.ofSeconds(10), 400));
        ask(lane, 1);
        answer(permits.remove());
        List<Permit> ofOne = new ArrayList<>();
        List<Permit> ofOther = new ArrayList<>();
        Turn one = Lanes.join(lane, Turns.USUAL_URGENCY, ofOne::add, closure -> {});
        Turn other = Lanes.join(lane, Turns.USUAL_URGENCY, ofOther::add, closure -> {});

        one.want(1_000);
        other.want(1_000);
        int atOnce = ofOne.size() + ofOther.size();
        handOut();

        int part = Math.max(4, Math.min(8, window / 12));
        assertTrue(atOnce <= part, () -> atOnce + " at once, before the second is there");
        assertEquals(window - 1, ofOne.size() + ofOther.size());
        assertTrue(Math.abs(ofOne.size() - ofOther.size()) <= part + 1, () -> ofOne.size() + " and " + ofOther.size());
    }

    /** Three are left by HubSpot's count, of which some headroom is kept; and what is given out is spread. */
    @Test
    void strangersSlowItDown() {
        Lane lane = opened(10);
        ask(lane, 1);

        end(permits.remove(), answered(), ReplyKind.ANSWERED, new RateSignal(10, 3, 10_000, -1));
        ask(lane, 10);
        handOut();

        assertTrue(permits.size() >= 1 && permits.size() <= 3, () -> permits.size() + " permits");
    }

    @Test
    void fewerCallsAreUnderWayAfterMany502s() {
        Lane lane = opened(1_000);
        ask(lane, 10);
        handOut();
        for (int i = 0; i < 6; i++) {
            end(permits.remove(), FakeAnswers.html(502), ReplyKind.OVERLOADED, RateSignal.SILENT);
        }

        ask(lane, 10);
        handOut();

        assertEquals(4, permits.size());
        answer(permits.remove());
        assertEquals(4, permits.size());
    }

    @Test
    void fewerCallsAreUnderWayAfterManyTimeOutsAndNotAfterCuts() {
        Lane lane = opened(1_000);
        ask(lane, 10);
        handOut();
        for (int i = 0; i < 6; i++) {
            end(permits.remove(), new Reply.NoAnswer("cut"), ReplyKind.NO_ANSWER, RateSignal.SILENT);
        }
        ask(lane, 20);
        handOut();
        assertEquals(24, permits.size());

        for (int i = 0; i < 6; i++) {
            end(permits.remove(), new Reply.NoAnswer("late", true), ReplyKind.NO_ANSWER, RateSignal.SILENT);
        }
        ask(lane, 20);
        handOut();

        assertEquals(18, permits.size());
    }

    @Test
    void timesCenturiesApartAreNotComputedWith() {
        Lane lane = lane(1);
        ask(lane, 2);

        end(permits.remove(), worked(Duration.ofDays(400_000)), ReplyKind.ANSWERED, RateSignal.SILENT);
        pass(Duration.ofSeconds(10));

        assertEquals(1, permits.size());
    }

    /** It was sent, and so counted, before the limit changed. */
    @Test
    void anOlderAnswerDoesNotBringTheOldLimitBack() {
        Lane lane = opened(10);
        ask(lane, 2);
        Permit older = permits.remove();
        long sent = clock.getAsLong();
        clock.advance(Duration.ofSeconds(1));
        end(permits.remove(), answered(), ReplyKind.ANSWERED, new RateSignal(5, 4, 10_000, -1));

        older.ended(
                new Exchange(answered(), new RateSignal(10, 8, 10_000, -1), sent, clock.getAsLong()),
                ReplyKind.ANSWERED);

        assertEquals(5, lane.permits());
    }

    @Test
    void aPermitIsGivenBackOnlyOnce() {
        Lane lane = lane(2);
        ask(lane, 1);
        Permit permit = permits.remove();
        permit.unused();

        assertThrows(IllegalStateException.class, permit::unused);
        assertThrows(IllegalStateException.class, () -> answer(permit));
    }

    @Test
    void aPermitThatWasNotUsedGoesToTheNext() {
        Lane lane = lane(1);
        ask(lane, 2);

        permits.remove().unused();

        assertEquals(1, permits.size());
    }

    @Test
    void isIdleWhenNothingIsGoingOnAndAWindowHasPassed() {
        Lane lane = lane(2);
        assertTrue(lane.isIdle(clock.getAsLong()));
        ask(lane, 1);
        assertFalse(lane.isIdle(clock.getAsLong()));
        answer(permits.remove());
        assertFalse(lane.isIdle(clock.getAsLong()));

        pass(Duration.ofSeconds(10));

        assertTrue(lane.isIdle(clock.getAsLong()));
    }

    @Test
    void isNotIdleWhileItIsShut() {
        Lane lane = opened(10);
        ask(lane, 1);
        end(permits.remove(), new Reply.Refused(429, null, "", 60), ReplyKind.THROTTLED, RateSignal.SILENT);
        pass(Duration.ofSeconds(59));
        assertFalse(lane.isIdle(clock.getAsLong()));

        pass(Duration.ofSeconds(1));

        assertTrue(lane.isIdle(clock.getAsLong()));
    }

    /** A timer that was overtaken must not leave a successor each time: there would be more and more. */
    @Test
    void plansOneWakeUpAtATime() {
        Lane lane = opened(3);
        ask(lane, 40);
        for (int i = 0; i < 300; i++) {
            Permit permit = permits.poll();
            if (permit != null && i % 5 == 0) {
                throttle(permit);
            } else if (permit != null) {
                answer(permit);
            } else {
                timer.runNext();
            }
            assertTrue(timer.size() <= 4, () -> timer.size() + " timers");
        }
    }

    private Lane lane(int perWindow) {
        return lanes.lane(Lanes.objects(perWindow, Duration.ofSeconds(10), 100));
    }

    /** One that has been answered, at this very moment. */
    private Lane opened(int perWindow) {
        Lane lane = lane(perWindow);
        ask(lane, 1);
        answer(permits.remove());
        return lane;
    }

    private void ask(Lane lane, int times) {
        for (int i = 0; i < times; i++) {
            Lanes.ask(lane, permits::add);
        }
    }

    private void answer(Permit permit) {
        end(permit, answered(), ReplyKind.ANSWERED, RateSignal.SILENT);
    }

    /** A full window is handed out a few permits at a time. */
    private void handOut() {
        pass(Duration.ofMillis(100));
    }

    private void throttle(Permit permit) {
        end(permit, FakeAnswers.throttled(), ReplyKind.THROTTLED, RateSignal.SILENT);
    }

    private void end(Permit permit, Reply reply, ReplyKind kind, RateSignal rate) {
        permit.ended(new Exchange(reply, rate, clock.getAsLong(), clock.getAsLong()), kind);
    }

    private static Reply answered() {
        return new Reply.Answered(Answer.empty(204));
    }

    private static Reply worked(Duration time) {
        Instant started = Instant.parse("2026-11-22T10:00:00Z");
        return new Reply.Answered(
                new Answer(200, List.of(), List.of(), "", null, started, started.plus(time), Map.of()));
    }

    private void pass(Duration time) {
        long end = clock.getAsLong() + time.toNanos();
        while (!timer.isEmpty() && clock.getAsLong() + timer.untilNext().toNanos() <= end) {
            timer.runNext();
        }
        clock.moveTo(end);
    }
}
