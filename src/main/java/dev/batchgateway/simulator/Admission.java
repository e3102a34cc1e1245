package dev.batchgateway.simulator;

import java.util.Optional;

/**
 * Whether a call is let in, and the numbers its rate headers show.
 *
 * @param refused the limit that refuses it, if one does
 * @param window what the ten-secondly headers show; empty where the call carries none
 * @param daily what the daily headers show; empty where the call carries none
 */
record Admission(Optional<ThrottlePolicy> refused, Optional<Window> window, Optional<Daily> daily) {

    /** The numbers of a rolling window; {@code secondly} ones are deprecated but still sent (API-FACTS 2.4). */
    record Window(int max, int remaining, int intervalMillis, int secondly, int secondlyRemaining) {}

    /** The numbers of the day. */
    record Daily(int max, int remaining) {}
}
