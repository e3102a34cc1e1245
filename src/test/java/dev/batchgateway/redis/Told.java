package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A report in the making, of a gateway that wants nothing, holds nothing and has joined; times in milliseconds. */
record Told(
        int first,
        int later,
        int kept,
        int held,
        List<Long> ago,
        boolean joins,
        int permits,
        boolean isTold,
        long window,
        long shut) {

    /** Nothing to tell, on a lane of so many permits in so many milliseconds. */
    static Told nothing(int permits, long window) {
        return new Told(0, 0, 0, 0, List.of(), false, permits, false, window, 0);
    }

    Told wants(int turns) {
        return new Told(first, turns, kept, held, ago, joins, permits, isTold, window, shut);
    }

    Told wantsFirst(int turns) {
        return new Told(turns, later, kept, held, ago, joins, permits, isTold, window, shut);
    }

    Told keeps(int some) {
        return new Told(first, later, some, held, ago, joins, permits, isTold, window, shut);
    }

    Told holds(int some) {
        return new Told(first, later, kept, some, ago, joins, permits, isTold, window, shut);
    }

    /** So many calls have ended, and were counted so long ago at the latest. */
    Told ended(int calls, long millisAgo) {
        List<Long> all = new ArrayList<>(ago);
        for (int i = 0; i < calls; i++) {
            all.add(millisAgo);
        }
        return new Told(first, later, kept, held, all, joins, permits, isTold, window, shut);
    }

    Told rejoins() {
        return new Told(first, later, kept, held, ago, true, permits, isTold, window, shut);
    }

    Told isToldBy(int hubSpot, long newWindow) {
        return new Told(first, later, kept, held, ago, joins, hubSpot, true, newWindow, shut);
    }

    Told shutFor(long millis) {
        return new Told(first, later, kept, held, ago, joins, permits, isTold, window, millis);
    }

    Report report() {
        return new Report(
                first,
                later,
                kept,
                held,
                ago.stream().map(TimeUnit.MILLISECONDS::toNanos).toList(),
                joins,
                permits,
                isTold,
                TimeUnit.MILLISECONDS.toNanos(window),
                TimeUnit.MILLISECONDS.toNanos(shut));
    }
}
