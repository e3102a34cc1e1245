package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class InFlightGateTest {
    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer(clock);

    @Test
    void letsInNoMoreThanItsMost() {
        InFlightGate gate = new InFlightGate(2);
        Lane lane = lane(gate);

        assertTrue(gate.tryEnter(lane));
        assertTrue(gate.tryEnter(lane));
        assertFalse(gate.tryEnter(lane));

        gate.leave();
        assertEquals(1, gate.underWay());
        assertTrue(gate.tryEnter(lane));
    }

    @Test
    void wakesTheLaneThatWasTurnedAwayFirst() {
        InFlightGate gate = new InFlightGate(1);
        Deque<Permit> first = ask(lane(gate));
        Deque<Permit> second = ask(lane(gate));
        Deque<Permit> third = ask(lane(gate));

        first.remove().unused();
        assertEquals(1, second.size());
        assertEquals(0, third.size());

        second.remove().unused();
        assertEquals(1, third.size());
    }

    /** The lane that was turned away first has been shut meanwhile: its turn must not be lost with it. */
    @Test
    void wakesTheNextLaneWhenTheFirstHasNoUseForThePlace() {
        InFlightGate gate = new InFlightGate(2);
        Lane shut = lane(gate);
        Deque<Permit> ofShut = ask(shut);
        answer(ofShut.remove());
        ofShut.addAll(ask(shut));
        Deque<Permit> ofOther = ask(lane(gate));
        ask(shut);
        Deque<Permit> ofThird = ask(lane(gate));
        assertEquals(0, ofThird.size());

        ofShut.remove()
                .ended(
                        new Exchange(
                                new Reply.Refused(429, null, "", -1),
                                RateSignal.SILENT,
                                clock.getAsLong(),
                                clock.getAsLong()),
                        ReplyKind.THROTTLED);

        assertEquals(1, ofOther.size());
        assertEquals(1, ofThird.size(), "the place is free, and nobody else would wake it");
    }

    private Lane lane(InFlightGate gate) {
        return new Lanes(gate, clock, timer).lane(Lanes.objects(100, Duration.ofSeconds(10), 100));
    }

    private static Deque<Permit> ask(Lane lane) {
        Deque<Permit> permits = new ArrayDeque<>();
        Lanes.ask(lane, permits::add);
        return permits;
    }

    private void answer(Permit permit) {
        permit.ended(
                new Exchange(
                        new Reply.Answered(Answer.empty(204)), RateSignal.SILENT, clock.getAsLong(), clock.getAsLong()),
                ReplyKind.ANSWERED);
    }
}
