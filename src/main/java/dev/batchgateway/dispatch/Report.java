package dev.batchgateway.dispatch;

import java.util.List;

/**
 * What a gateway tells the shared store about one lane.
 *
 * @param firstTurns permits wanted for batches that have not had a turn yet
 * @param laterTurns permits wanted for the others; they leave {@code kept} permits of the window untouched
 * @param kept permits of the window kept for first turns
 * @param held permits this gateway holds now, in hand or under way, those of {@code endedAgoNanos} no longer counted
 * @param endedAgoNanos for each call that has ended since the last exchange that reached the store: how long ago
 *     HubSpot can have counted it at the latest; not negative
 * @param rejoins whether the store may have forgotten this gateway: then {@code endedAgoNanos} holds every call of the
 *     last window, and replaces what the store knows of this gateway
 * @param permits calls in a window as HubSpot has told, or as configured while it has told nothing
 * @param isTold whether HubSpot has told it
 * @param windowNanos the window's length
 * @param shutNanos for how long from now a 429 has shut the lane; 0 when it is open
 */
public record Report(
        int firstTurns,
        int laterTurns,
        int kept,
        int held,
        List<Long> endedAgoNanos,
        boolean rejoins,
        int permits,
        boolean isTold,
        long windowNanos,
        long shutNanos) {}
