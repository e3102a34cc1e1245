package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is out of range is refused at the start, with a sentence that names the key. */
class EdgeConfigTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aBodyAndABatchMayBeThere() {
        refused("gateway.edge.max-body", () -> config(0, 1, 2, MINUTE, MINUTE, 1));
        refused("gateway.edge.max-inputs", () -> config(1, 0, 2, MINUTE, MINUTE, 1));
    }

    @Test
    void aBatchHasTime() {
        refused("gateway.edge.deadline", () -> config(1, 1, 2, Duration.ZERO, MINUTE, 1));
        refused("gateway.edge.deadline", () -> config(1, 1, 2, MINUTE.negated(), MINUTE, 1));
    }

    @Test
    void aStreamHasRoomAndTime() {
        refused("gateway.edge.max-line", () -> config(1, 1, 1, MINUTE, MINUTE, 1));
        refused("gateway.edge.stall", () -> config(1, 1, 2, MINUTE, Duration.ofMillis(999), 1));
        refused("gateway.edge.stream-bytes", () -> config(1, 1, 2, MINUTE, MINUTE, 0));
    }

    @Test
    void aBodyMayStandStillForAMoment() {
        refused("gateway.edge.idle", () -> new EdgeConfig(1, 1, 2, MINUTE, MINUTE, 1, Duration.ZERO, true));
    }

    private static EdgeConfig config(
            long maxBody, int maxInputs, int maxLine, Duration deadline, Duration stall, long streamBytes) {
        return new EdgeConfig(maxBody, maxInputs, maxLine, deadline, stall, streamBytes, MINUTE, true);
    }

    private static void refused(String key, Executable config) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, config);
        assertTrue(String.valueOf(refusal.getMessage()).contains(key), refusal::getMessage);
    }
}
