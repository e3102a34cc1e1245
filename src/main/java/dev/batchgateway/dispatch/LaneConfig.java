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
        int permits, int mostPermits, Duration window, int maxInFlight, double keptShare, boolean isTaught) {}
