package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Keeps to the port's contract and to nothing else: makes a call for each permit, and tells of each that ended. */
final class HonestGateway {
    private static final int LONGEST_CALL = 300;
    private static final int LONGEST_SILENCE = 200;

    private record Call(long latest, long endsAt) {}

    private final String name;
    private final int permits;
    private final long window;
    private final SplittableRandom random;
    private final List<Long> counted;
    private final List<Call> underWay = new ArrayList<>();
    /** The latest moments at which the calls can have been counted: those not told of, and all of the last window. */
    private final List<Long> untold = new ArrayList<>();

    private final List<Long> past = new ArrayList<>();
    private int inHand;
    private boolean rejoins = true;
    private long dueAt;

    HonestGateway(String name, int permits, long window, SplittableRandom random, List<Long> counted) {
        this.name = name;
        this.permits = permits;
        this.window = window;
        this.random = random;
        this.counted = counted;
    }

    String name() {
        return name;
    }

    /** Sends calls while it has permits, sometimes gives one back unused, and hears of those that have ended. */
    void work(long now) {
        while (inHand > 0 && random.nextInt(4) > 0) {
            inHand--;
            if (random.nextInt(10) > 0) {
                long latency = 1 + random.nextLong(LONGEST_CALL);
                long countedAt = now + random.nextLong(latency);
                counted.add(countedAt);
                underWay.add(new Call(countedAt + random.nextLong(now + latency - countedAt + 1), now + latency));
            }
        }
        for (Call call : List.copyOf(underWay)) {
            if (call.endsAt() <= now) {
                underWay.remove(call);
                untold.add(call.latest());
                past.add(call.latest());
            }
        }
        past.removeIf(latest -> latest + window <= now);
    }

    boolean isDue(long now) {
        return now >= dueAt || !untold.isEmpty();
    }

    Report report(long now) {
        List<Long> ended = rejoins ? past : untold;
        int wanted = random.nextInt(permits + 5);
        return Told.nothing(permits, window)
                .wantsFirst(random.nextInt(2))
                .wants(wanted)
                .used(0, random.nextInt(2))
                .holds(inHand + underWay.size())
                .endedAgo(ended.stream().map(latest -> now - latest).toList(), rejoins)
                .report();
    }

    void answered(Reserved reserved, long now) {
        dueAt = now + random.nextLong(LONGEST_SILENCE);
        rejoins = !reserved.isReached() || reserved.isNew();
        if (reserved.isReached()) {
            dueAt = Math.min(dueAt, now + reserved.nextNanos() / 1_000_000 + 1);
            untold.clear();
            inHand += reserved.granted();
        }
    }
}
