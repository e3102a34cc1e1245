package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** What holds of all {@link Turns}, whoever comes, wants and is served. */
class TurnsLawsTest {
    private static final int STEPS = 400;

    /** One in the line, as it would be written without a thought for speed. */
    private static final class Waiting {
        private final int number;
        private final long step;
        private long position;
        private int wanted;
        private boolean hadTurn;

        Waiting(int number, int urgency) {
            this.number = number;
            this.step = 840 / (8 - urgency);
        }
    }

    private static @Nullable Waiting next(List<Waiting> all, boolean firstTurnsOnly) {
        Waiting next = null;
        for (Waiting one : all) {
            if (one.wanted == 0 || (firstTurnsOnly && one.hadTurn)) {
                continue;
            }
            // At the same place who had no turn goes first, and of the others who came first.
            boolean isSooner = next == null
                    || one.position < next.position
                    || (one.position == next.position && next.hadTurn && !one.hadTurn)
                    || (one.position == next.position && next.hadTurn == one.hadTurn && one.number < next.number);
            next = isSooner ? one : next;
        }
        return next;
    }

    @Property(tries = 300)
    void areAsTheSlowAndObviousOnes(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Turns<Integer> turns = new Turns<>();
        List<Turns.Place<Integer>> places = new ArrayList<>();
        List<Waiting> all = new ArrayList<>();
        long line = 0;
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + ", step " + step;
            int what = random.nextInt(6);
            if (all.isEmpty() || what == 0) {
                int urgency = random.nextInt(8);
                places.add(turns.join(all.size(), urgency));
                all.add(new Waiting(all.size(), urgency));
            } else if (what < 3) {
                int which = random.nextInt(all.size());
                int wanted = random.nextInt(5);
                Waiting one = all.get(which);
                one.position = one.wanted == 0 && wanted > 0 ? Math.max(one.position, line + one.step) : one.position;
                one.wanted = wanted;
                turns.want(places.get(which), wanted);
            } else {
                boolean firstTurnsOnly = random.nextInt(3) == 0;
                Waiting expected = next(all, firstTurnsOnly);
                Turns.Place<Integer> next = turns.next(firstTurnsOnly);
                assertEquals(expected == null ? -1 : expected.number, next == null ? -1 : next.owner(), where);
                if (expected != null && next != null) {
                    line = Math.max(line, expected.position);
                    expected.position += expected.step;
                    expected.hadTurn = true;
                    expected.wanted--;
                    turns.served(next);
                }
            }
            assertEquals(wanted(all, false), turns.wantedFirst(), where);
            assertEquals(wanted(all, true), turns.wantedLater(), where);
            assertEquals(all.stream().filter(one -> one.wanted > 0).count(), turns.size(), where);
        }
    }

    private static int wanted(List<Waiting> all, boolean hadTurn) {
        return all.stream()
                .filter(one -> one.hadTurn == hadTurn)
                .mapToInt(one -> one.wanted)
                .sum();
    }
}
