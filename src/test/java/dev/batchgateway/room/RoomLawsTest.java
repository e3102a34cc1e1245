package dev.batchgateway.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of every {@link Room}, beside one that adds everything up again each time it is asked. */
class RoomLawsTest {
    private static final int STEPS = 300;
    private static final int CALLERS = 4;

    private static final class Held {
        private final int caller;
        private final Share share;
        private long bytes;

        Held(int caller, Share share) {
            this.caller = caller;
            this.share = share;
        }
    }

    @Property(tries = 500)
    void countsLikeTheSlowAndObviousOne(
            @ForAll @IntRange(min = 1, max = 200) int most,
            @ForAll @IntRange(min = 1, max = 200) int mostPerCaller,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Room room = new Room(most, mostPerCaller);
        List<Held> open = new ArrayList<>();

        for (int step = 0; step < STEPS; step++) {
            if (open.isEmpty() || random.nextInt(8) == 0) {
                int caller = random.nextInt(CALLERS);
                open.add(new Held(caller, room.share("caller " + caller)));
            }
            Held held = open.get(random.nextInt(open.size()));
            int bytes = random.nextInt(40);
            switch (random.nextInt(10)) {
                case 0 -> {
                    open.remove(held);
                    held.share.close();
                }
                case 1 -> {
                    held.share.force(bytes);
                    held.bytes += bytes;
                }
                case 2, 3, 4 -> {
                    long back = Math.min(bytes, held.bytes);
                    held.share.give(back);
                    held.bytes -= back;
                }
                default -> take(held, bytes, open, most, mostPerCaller);
            }
            assertEquals(sum(open, -1), room.bytes(), "step " + step);
            assertEquals(open.stream().map(one -> one.caller).distinct().count(), room.callers(), "step " + step);
            open.forEach(one -> assertEquals(one.bytes, one.share.bytes()));
        }
    }

    private static void take(Held held, int bytes, List<Held> open, int most, int mostPerCaller) {
        boolean callerHasRoom = sum(open, held.caller) + bytes <= mostPerCaller;
        boolean processHasRoom = sum(open, -1) + bytes <= most;
        boolean fits = bytes == 0 || (callerHasRoom && processHasRoom);
        assertEquals(fits, held.share.take(bytes));
        if (fits) {
            held.bytes += bytes;
        } else {
            assertEquals(!callerHasRoom, held.share.isCallersBound());
        }
    }

    /** @param caller -1 for all */
    private static long sum(List<Held> open, int caller) {
        long sum = 0;
        for (Held held : open) {
            sum += caller < 0 || held.caller == caller ? held.bytes : 0;
        }
        return sum;
    }
}
