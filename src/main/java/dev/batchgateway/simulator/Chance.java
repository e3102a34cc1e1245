package dev.batchgateway.simulator;

import java.util.Random;
import java.util.UUID;

/** Everything the simulator leaves to chance, from one seed; equal seeds and equal calls give equal answers. */
final class Chance {
    private final Random latency;
    private final Random shuffling;
    private final Random ids;

    Chance(long seed) {
        latency = new Random(seed);
        shuffling = new Random(seed + 1);
        ids = new Random(seed + 2);
    }

    long latencyMillis(SimulatorSettings settings) {
        int least = settings.get(Limits.LATENCY_MIN_MILLIS);
        int most = Math.max(least, settings.get(Limits.LATENCY_MAX_MILLIS));
        return (long) least + latency.nextInt(most - least + 1);
    }

    long queueMillis(SimulatorSettings settings) {
        int most = settings.get(Limits.QUEUE_MAX_MILLIS);
        return most == 0 ? 0 : latency.nextInt(most + 1);
    }

    Random shuffling() {
        return shuffling;
    }

    UUID correlationId() {
        return new UUID(ids.nextLong(), ids.nextLong());
    }
}
