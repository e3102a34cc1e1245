package dev.batchgateway.dispatch;

import dev.batchgateway.limit.Turns;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lanes for tests, and askers of one permit each. */
final class Lanes {
    private final InFlightGate gate;
    private final LongSupplier clock;
    private final Timer timer;

    Lanes(InFlightGate gate, LongSupplier clock, Timer timer) {
        this.gate = gate;
        this.clock = clock;
        this.timer = timer;
    }

    Lane lane(LaneConfig config) {
        return lane(config, new Portal(0), null);
    }

    Lane lane(LaneConfig config, Portal portal, @Nullable SharedBudget shared) {
        return new Lane(config, portal, shared, new LaneParts(gate, clock, timer, Watch.NONE, () -> 1));
    }

    /** A lane of objects that keeps nothing for newcomers. */
    static LaneConfig objects(int permits, Duration window, int maxInFlight) {
        return new LaneConfig(permits, permits, window, maxInFlight, 0, true);
    }

    static LaneConfig associations(int permits, int most, int maxInFlight) {
        return new LaneConfig(permits, most, Duration.ofSeconds(10), maxInFlight, 0, false);
    }

    /** Asks as a batch of one call. */
    static void ask(Lane lane, Consumer<Permit> granted) {
        join(lane, Turns.USUAL_URGENCY, granted, closure -> {}).want(1);
    }

    static Turn join(Lane lane, int urgency, Consumer<Permit> granted, Consumer<Closure> closed) {
        return lane.join(urgency, new Taker() {
            @Override
            public void granted(Permit permit) {
                granted.accept(permit);
            }

            @Override
            public void closed(Closure closure) {
                closed.accept(closure);
            }
        });
    }
}
