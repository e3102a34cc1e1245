package dev.batchgateway.dispatch;

import java.time.Duration;

/**
 * How a lane begins, before HubSpot's headers teach it better.
 *
 * @param permits calls in a window
 * @param window its length
 * @param maxInFlight most calls under way at once
 */
public record LaneConfig(int permits, Duration window, int maxInFlight) {}
