package dev.batchgateway.redis;

import java.time.Duration;

/**
 * How long the store waits for a gateway, and a gateway for the store.
 *
 * @param timeout longest time for one exchange, connecting included; past it the store is lost
 * @param lease for how long a gateway's permits are kept for it after it was last heard of; never shorter than the
 *     window. Longer than the longest pause between two exchanges of a gateway that holds permits
 * @param remembered for how long a gateway that is heard of no more counts as a member
 * @param settling after the store was lost: for how long the others may tell their past before permits are granted.
 *     Longer than the pause after which a gateway tries a lost store again
 * @param grace how much later than it was told a gateway may come for its part of the permits that are back
 * @param opening for how long the part of a gateway is left to it that opens the lane with one call: as long as that
 *     call usually takes
 */
public record BudgetTimes(
        Duration timeout, Duration lease, Duration remembered, Duration settling, Duration grace, Duration opening) {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofSeconds(2);
    /** Timers are late by a few milliseconds, and so are messages; half a per cent of HubSpot's window. */
    private static final Duration GRACE = Duration.ofMillis(50);
    /** HubSpot takes 0.1 to 1.5 s. */
    private static final Duration OPENING = Duration.ofSeconds(2);

    /** The usual ones, for the two that are configured. */
    public static BudgetTimes of(Duration timeout, Duration lease) {
        if (timeout.isNegative() || timeout.isZero() || lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("gateway.limit.redis-timeout and redis-lease must be longer than"
                    + " nothing, not " + timeout + " and " + lease);
        }
        return new BudgetTimes(timeout, lease, REMEMBERED, SETTLING, GRACE, OPENING);
    }
}
