package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What of our own calls HubSpot's window held, in windows of a hundred. */
class OwnCallsTest {
    private static final long LENGTH = 100;

    private final OwnCalls own = new OwnCalls();

    @Test
    void aCallThatWasAnsweredIsHeldByItself() {
        call(0, 10);

        assertEquals(new OwnCalls.Held(1, 1, 1, 0), own.at(0, 10, true, LENGTH));
    }

    @Test
    void aCallThatWasRefusedIsNotHeldByItself() {
        own.taken(0);
        own.refused(0, LENGTH);

        assertEquals(new OwnCalls.Held(0, 0, 0, 0), own.at(0, 10, false, LENGTH));
    }

    @Test
    void twoCallsAtTheSameTimeMayBeCountedInEitherOrder() {
        call(0, 10);
        call(0, 10);

        assertEquals(new OwnCalls.Held(1, 2, 1.5, 0.25), own.at(0, 10, true, LENGTH));
    }

    @Test
    void aCallThatMayJustHaveLeftIsHeldOrNot() {
        call(0, 10);
        call(100, 110);

        assertEquals(new OwnCalls.Held(1, 2, 1.5, 0.25), own.at(100, 110, true, LENGTH));
    }

    @Test
    void aCallUnderWayMayHaveBeenCounted() {
        call(0, 10);
        own.taken(5);

        OwnCalls.Held held = own.at(0, 10, true, LENGTH);

        assertEquals(1, held.least());
        assertEquals(2, held.most());
        assertEquals(1.125, held.likely(), 1e-9);
    }

    @Test
    void aCallThatWasNotMadeIsNotHeld() {
        own.taken(0);
        own.unused(0);
        call(0, 10);

        assertEquals(1, own.at(0, 10, true, LENGTH).most());
        assertEquals(0, own.underWay());
    }

    @Test
    void theUsualTimeFollowsTheCalls() {
        call(0, 10);
        assertEquals(10, own.usualNanos());

        call(0, 30);

        assertEquals(11, own.usualNanos(), 1e-9);
    }

    @Property(tries = 300)
    void oneSpanComesBeforeAnotherAsOftenAsItDoesInAnyPairOfMoments(
            @ForAll @IntRange(max = 60) int from,
            @ForAll @IntRange(min = 1, max = 60) int span,
            @ForAll @IntRange(max = 60) int otherFrom,
            @ForAll @IntRange(min = 1, max = 60) int otherSpan) {
        double before = 0;
        for (int one = 0; one < span; one++) {
            for (int other = 0; other < otherSpan; other++) {
                int ahead = Integer.compare(otherFrom + other, from + one);
                before += (ahead + 1) / 2.0;
            }
        }

        assertEquals(
                before / span / otherSpan, OwnCalls.before(from, from + span, otherFrom, otherFrom + otherSpan), 1e-9);
    }

    private record Call(long takenAt, long countedAt, long latest) {}

    /** The oracle knows when each call was counted, and forgets none. */
    @Property(tries = 300)
    void whatHubSpotHeldIsNeverOutOfBounds(@ForAll @IntRange(min = 1, max = 250) int mostLatency, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OwnCalls some = new OwnCalls();
        List<Call> all = new ArrayList<>();
        List<Call> underWay = new ArrayList<>();

        for (long now = -300; now < 900; now += random.nextInt(4)) {
            for (Call call : List.copyOf(underWay)) {
                if (call.latest <= now) {
                    underWay.remove(call);
                    some.ended(call.takenAt, call.latest, LENGTH);
                    long held = all.stream()
                            .filter(one -> one.countedAt <= call.countedAt && one.countedAt > call.countedAt - LENGTH)
                            .count();
                    OwnCalls.Held seen = some.at(call.takenAt, call.latest, true, LENGTH);
                    assertTrue(seen.least() <= held && held <= seen.most(), () -> held + " are not in " + seen);
                    assertTrue(seen.variance() >= 0 && seen.likely() >= seen.least() - 1e-9, seen::toString);
                    assertTrue(seen.likely() <= seen.most() + 1e-9, seen::toString);
                }
            }
            long latency = random.nextLong(mostLatency) + 1;
            long counted = now + random.nextLong(latency);
            Call call = new Call(now, counted, now + latency);
            some.taken(now);
            all.add(call);
            underWay.add(call);
        }
    }

    private void call(long takenAt, long countedAt) {
        own.taken(takenAt);
        own.ended(takenAt, countedAt, LENGTH);
    }
}
