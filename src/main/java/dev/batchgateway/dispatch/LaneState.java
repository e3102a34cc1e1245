package dev.batchgateway.dispatch;

/**
 * One lane at a moment, for whoever watches.
 *
 * @param permits calls in a window, as far as it is known
 * @param available permits of it that nobody has
 * @param underWay calls under way
 * @param inFlightBound most calls under way at once now
 * @param waiting batches that wait for a permit
 * @param isShut whether a 429 has shut it
 * @param isAlone whether it goes on with its part of a shared budget, because the store is lost
 */
public record LaneState(
        int permits, int available, int underWay, int inFlightBound, int waiting, boolean isShut, boolean isAlone) {}
