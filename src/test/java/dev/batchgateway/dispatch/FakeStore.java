package dev.batchgateway.dispatch;

import dev.batchgateway.redis.BudgetTimes;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import dev.batchgateway.testing.NaiveQuota;
import dev.batchgateway.testing.NaiveStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A store for shared budgets in memory, which does what the script does in Redis ({@link NaiveStore}). Answers after a
 * millisecond; can be lost, and can forget everything.
 */
final class FakeStore {
    private static final long LATENCY = Duration.ofMillis(1).toNanos();
    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final BudgetTimes TIMES = BudgetTimes.of(TIMEOUT, Duration.ofSeconds(15));
    private static final long ABOVE_ZERO = 1_000_000_000_000L;

    private final ManualClock clock;
    private final ManualTimer timer;
    private final Map<String, NaiveQuota> quotas = new HashMap<>();
    private final Map<String, NaiveStore> lanes = new HashMap<>();
    private boolean isLost;
    private int exchanges;

    FakeStore(ManualClock clock, ManualTimer timer) {
        this.clock = clock;
        this.timer = timer;
    }

    /** The port of one gateway. */
    SharedBudgets member(String name) {
        return (portal, lane) -> report -> Uni.createFrom().emitter(emitter -> {
            boolean lost = isLost;
            exchanges++;
            timer.after(
                    lost ? TIMEOUT.toNanos() : LATENCY,
                    () -> emitter.complete(lost ? Reserved.LOST : exchange(name, portal, lane, report)));
        });
    }

    void lose() {
        isLost = true;
    }

    void find() {
        isLost = false;
    }

    /** Starts again, empty. */
    void forget() {
        lanes.clear();
        quotas.clear();
    }

    int exchanges() {
        return exchanges;
    }

    /** Permits that are out, over all lanes. */
    int out() {
        return lanes.values().stream().mapToInt(lane -> lane.out(TIMES, now())).sum();
    }

    private Reserved exchange(String name, String portal, String lane, Report report) {
        return lanes.computeIfAbsent(
                        portal + " " + lane,
                        key -> new NaiveStore(quotas.computeIfAbsent(portal, other -> new NaiveQuota())))
                .exchange(name, report, TIMES, now());
    }

    private long now() {
        return clock.getAsLong() / 1000 + ABOVE_ZERO;
    }
}
