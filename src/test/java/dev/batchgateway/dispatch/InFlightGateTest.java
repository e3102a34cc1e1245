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

        gate.leave(lane);
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

    @Test
    void anAccountWhoseCallsHangLeavesPlacesToTheOthers() {
        InFlightGate gate = new InFlightGate(256);
        Portal portal = new Portal(0);
        Lane objects = lane(gate, portal);
        Lane associations = lane(gate, portal);

        assertEquals(192, fill(gate, objects) + fill(gate, associations));
        assertEquals(48, fill(gate, lane(gate)));
        for (int others = 0; others < 5; others++) {
            assertTrue(gate.tryEnter(lane(gate)));
        }
    }

    @Test
    void wakesAnAccountThatHasItsPartOnlyWhenThereIsMoreForIt() {
        InFlightGate gate = new InFlightGate(4);
        Lane greedy = lane(gate);
        Deque<Permit> first = ask(greedy);
        answer(first.remove());
        first.addAll(ask(greedy));
        first.addAll(ask(greedy));
        first.addAll(ask(greedy));
        Deque<Permit> fourth = ask(greedy);
        timer.runNext();
        Deque<Permit> other = ask(lane(gate));
        assertEquals(3, first.size());
        assertEquals(0, fourth.size());
        assertEquals(1, other.size());

        other.remove().unused();
        assertEquals(0, fourth.size());

        first.remove().unused();
        assertEquals(1, fourth.size());
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
        return lane(gate, new Portal(0));
    }

    private Lane lane(InFlightGate gate, Portal portal) {
        return new Lanes(gate, clock, timer).lane(Lanes.objects(100, Duration.ofSeconds(10), 100), portal, null);
    }

    private static int fill(InFlightGate gate, Lane lane) {
        int places = 0;
        while (gate.tryEnter(lane)) {
            places++;
        }
        return places;
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
