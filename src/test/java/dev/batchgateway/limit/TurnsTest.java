package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<String> turns = new Turns<>();

    @Test
    void equalOnesTakeTurns() {
        want("a", 3, 3);
        want("b", 3, 3);

        assertEquals(List.of("a", "b", "a", "b", "a", "b"), serve(6));
        assertTrue(turns.isEmpty());
    }

    @Test
    void theMostUrgentOneHasEightTurnsForEachOfTheLeastUrgent() {
        want("urgent", 0, 1_000);
        want("idle", 7, 1_000);

        Map<String, Integer> served = count(serve(900));

        assertEquals(Map.of("urgent", 800, "idle", 100), served);
    }

    @Test
    void whoComesAnewIsNextAndDoesNotCatchUpOnTheTimeBefore() {
        want("old", 3, 1_000);
        serve(500);

        want("new", 3, 1_000);

        assertEquals("new", serve(2).contains("new") ? "new" : "");
        assertTrue(Math.abs(count(serve(100)).getOrDefault("new", 0) - 50) <= 1);
    }

    @Test
    void whoWantedNothingForAWhileDoesNotCatchUpEither() {
        Turns.Place<String> idle = want("idle", 3, 1);
        want("busy", 3, 1_000);
        serve(500);

        turns.want(idle, 1_000);

        assertTrue(Math.abs(count(serve(100)).getOrDefault("idle", 0) - 50) <= 1);
    }

    @Test
    void onlyThoseWithoutATurnAreAskedForWhenOnlyTheyMayGo() {
        want("old", 3, 2);
        serve(1);
        assertNull(turns.next(true));

        want("new", 7, 2);

        Turns.Place<String> next = turns.next(true);
        assertEquals("new", next == null ? "" : next.owner());
    }

    @Test
    void whatIsWantedIsCountedByWhoHadATurn() {
        want("a", 3, 5);
        want("b", 3, 7);
        serve(1);

        assertEquals(7, turns.wantedFirst());
        assertEquals(4, turns.wantedLater());
        assertEquals(2, turns.size());
    }

    @Test
    void whoWantsNothingAnyMoreIsOutOfTheLine() {
        Turns.Place<String> place = want("a", 3, 5);

        turns.want(place, 0);

        assertTrue(turns.isEmpty());
        assertNull(turns.next(false));
        assertFalse(place.hadTurn());
    }

    @Test
    void anUrgencyOutOfRangeIsTheNearest() {
        want("most", -5, 100);
        want("least", 99, 100);

        assertEquals(Map.of("most", 80, "least", 10), count(serve(90)));
    }

    /** While all want something, nobody is more than a turn (of his own weight) away from his part. */
    @Property(tries = 200)
    void everyoneGetsHisPart(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Turns<Integer> line = new Turns<>();
        int places = 1 + random.nextInt(12);
        int[] urgency = new int[places];
        double weights = 0;
        for (int i = 0; i < places; i++) {
            urgency[i] = random.nextInt(8);
            weights += 8 - urgency[i];
            line.want(line.join(i, urgency[i]), 100_000);
        }
        int[] served = new int[places];
        int all = 2_000;
        for (int i = 0; i < all; i++) {
            Turns.Place<Integer> next = line.next(false);
            if (next == null) {
                throw new AssertionError("Nobody is next");
            }
            served[next.owner()]++;
            line.served(next);
        }
        for (int i = 0; i < places; i++) {
            double part = all * (8 - urgency[i]) / weights;
            assertTrue(Math.abs(served[i] - part) <= 8 + 1, "place " + i + " had " + served[i] + " of " + part);
        }
    }

    private Turns.Place<String> want(String owner, int urgency, int wanted) {
        Turns.Place<String> place = turns.join(owner, urgency);
        turns.want(place, wanted);
        return place;
    }

    private List<String> serve(int times) {
        List<String> served = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Turns.Place<String> next = turns.next(false);
            if (next == null) {
                return served;
            }
            served.add(next.owner());
            turns.served(next);
        }
        return served;
    }

    private static Map<String, Integer> count(List<String> served) {
        Map<String, Integer> counts = new TreeMap<>();
        served.forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }
}
