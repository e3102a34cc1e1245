package dev.batchgateway.testing;

import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.AccountsConfig;
import dev.batchgateway.dispatch.CallRoom;
import dev.batchgateway.dispatch.DispatchConfig;
import dev.batchgateway.dispatch.Dispatcher;
import dev.batchgateway.dispatch.LaneConfig;
import dev.batchgateway.dispatch.Parts;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.DecisionTable;
import java.time.Duration;

/** A dispatcher in front of a HubSpot in memory, whose time is moved by hand, with the waits of DESIGN section 4. */
public final class ManualDispatch {
    private ManualDispatch() {}

    /** With so many permits in ten seconds, and at most so many calls under way. */
    public static Dispatcher of(FakeHubSpot hubSpot, ManualClock clock, ManualTimer timer, int permits, int inFlight) {
        LaneConfig lane = new LaneConfig(permits, permits, Duration.ofSeconds(10), inFlight, 0.05, true);
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20), () -> 0.5);
        return new Dispatcher(
                new Accounts(new AccountsConfig(lane, lane, inFlight, 0, 1), null, clock, timer, Watch.NONE),
                new Parts(
                        hubSpot,
                        new DecisionTable(5, backoff, Duration.ofSeconds(2), Duration.ofSeconds(30)),
                        new DispatchConfig(
                                8_000_000,
                                1_000,
                                Duration.ofSeconds(100).toNanos(),
                                Duration.ofMillis(50).toNanos()),
                        clock,
                        timer,
                        Watch.NONE,
                        new CallRoom(Long.MAX_VALUE, timer)));
    }
}
