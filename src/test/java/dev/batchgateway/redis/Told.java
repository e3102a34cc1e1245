package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.SharedRate;
import dev.batchgateway.limit.QuotaNews;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A report in the making, of a gateway that wants nothing, holds nothing and has joined; times in milliseconds. */
record Told(
        int first,
        int later,
        int soon,
        int held,
        List<Long> ago,
        boolean joins,
        SharedRate rate,
        Report.Shutting door,
        Report.Use use,
        QuotaNews quota,
        long reserve) {

    /** Nothing to tell, on a lane of so many permits in so many milliseconds. */
    static Told nothing(int permits, long window) {
        return new Told(
                0,
                0,
                0,
                0,
                List.of(),
                false,
                SharedRate.configured(permits, nanos(window)),
                new Report.Shutting(false, 0, QuotaNews.NEVER),
                new Report.Use(0, QuotaNews.NEVER, QuotaNews.NEVER),
                QuotaNews.NONE,
                0);
    }

    Told wants(int turns) {
        return new Told(first, turns, soon, held, ago, joins, rate, door, use, quota, reserve);
    }

    Told wantsFirst(int turns) {
        return new Told(turns, later, soon, held, ago, joins, rate, door, use, quota, reserve);
    }

    /** Its opening call is not answered yet; then it will want so many more. */
    Told wantsSoon(int turns) {
        return new Told(first, later, turns, held, ago, joins, rate, door, use, quota, reserve);
    }

    /** Two of its batches use the lane, and so many permits are to be kept for others. */
    Told keeps(int some) {
        return new Told(first, later, soon, held, ago, joins, rate, door, new Report.Use(some, 0, 0), quota, reserve);
    }

    /** A batch used the lane so long ago; if more than one does, so many permits are to be kept. */
    Told used(long millisAgo, int some) {
        Report.Use one = new Report.Use(some, nanos(millisAgo), QuotaNews.NEVER);
        return new Told(first, later, soon, held, ago, joins, rate, door, one, quota, reserve);
    }

    Told holds(int some) {
        return new Told(first, later, soon, some, ago, joins, rate, door, use, quota, reserve);
    }

    /** So many calls have ended, and were counted so long ago at the latest. */
    Told ended(int calls, long millisAgo) {
        List<Long> all = new ArrayList<>(ago);
        for (int i = 0; i < calls; i++) {
            all.add(millisAgo);
        }
        return new Told(first, later, soon, held, all, joins, rate, door, use, quota, reserve);
    }

    /** These calls have ended; if it rejoins, they are all of the last window. */
    Told endedAgo(List<Long> millisAgo, boolean newJoins) {
        return new Told(first, later, soon, held, millisAgo, newJoins, rate, door, use, quota, reserve);
    }

    Told rejoins() {
        return new Told(first, later, soon, held, ago, true, rate, door, use, quota, reserve);
    }

    /** HubSpot has told it just now. */
    Told isToldBy(int hubSpot, long newWindow) {
        return isToldBy(hubSpot, newWindow, 0, 0);
    }

    /** HubSpot has told it with the answer to a call. */
    Told isToldBy(int hubSpot, long newWindow, long sentAgo, long readAgo) {
        SharedRate newRate = new SharedRate(hubSpot, nanos(newWindow), true, nanos(sentAgo), nanos(readAgo), 0, 0);
        return new Told(first, later, soon, held, ago, joins, newRate, door, use, quota, reserve);
    }

    /** It goes by so many, which it has lowered so often, so long ago for the last time. */
    Told lowered(int permits, int times, long millisAgo) {
        SharedRate newRate = new SharedRate(permits, rate.windowNanos(), false, 0, 0, times, nanos(millisAgo));
        return new Told(first, later, soon, held, ago, joins, newRate, door, use, quota, reserve);
    }

    /** Its own 429 has shut the door for so long from now. */
    Told shutFor(long millis) {
        Report.Shutting shut = new Report.Shutting(true, nanos(millis), door.answeredAgoNanos());
        return new Told(first, later, soon, held, ago, joins, rate, shut, use, quota, reserve);
    }

    /** A call sent so long ago was answered. */
    Told answered(long millisAgo) {
        Report.Shutting open = new Report.Shutting(false, 0, nanos(millisAgo));
        return new Told(first, later, soon, held, ago, joins, rate, open, use, quota, reserve);
    }

    Told knows(QuotaNews news) {
        return new Told(first, later, soon, held, ago, joins, rate, door, use, news, reserve);
    }

    Told reserves(long calls) {
        return new Told(first, later, soon, held, ago, joins, rate, door, use, quota, calls);
    }

    Report report() {
        return new Report(
                first,
                later,
                soon,
                held,
                ago.stream().map(TimeUnit.MILLISECONDS::toNanos).toList(),
                joins,
                rate,
                door,
                use,
                quota,
                reserve);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
