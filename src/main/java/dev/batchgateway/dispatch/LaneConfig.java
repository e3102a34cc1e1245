package dev.batchgateway.dispatch;

import java.time.Duration;

/**
 * How a lane begins, and what bounds it.
 *
 * @param permits calls in a window to begin with, at least 1
 * @param mostPermits the most it tries by itself; only where HubSpot's headers do not teach it
 * @param window the window's length
 * @param maxInFlight most calls under way at once
 * @param keptShare share of a window kept for batches that have not had a turn, from 0 to less than 1
 * @param isTaught whether HubSpot's headers on its calls' answers speak of this very budget
 */
public record LaneConfig(
        int permits, int mostPermits, Duration window, int maxInFlight, double keptShare, boolean isTaught) {
    /** Refuses values out of range with a sentence that names the key. */
    public LaneConfig {
        require(permits >= 1, "gateway.limit.permits and association-permits must be at least 1, not " + permits);
        require(mostPermits >= permits, "A lane cannot begin with " + permits + " permits and try " + mostPermits);
        require(!window.isNegative() && !window.isZero(), "gateway.limit.window must be longer than " + window);
        require(maxInFlight >= 1, "gateway.dispatch.max-in-flight must be at least 1, not " + maxInFlight);
        require(
                keptShare >= 0 && keptShare < 1,
                "gateway.limit.kept-share must be at least 0 and less than 1, not " + keptShare);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
