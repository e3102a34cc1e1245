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
        refused("gateway.edge.max-body", () -> new EdgeConfig(0, 1, MINUTE, true));
        refused("gateway.edge.max-inputs", () -> new EdgeConfig(1, 0, MINUTE, true));
    }

    @Test
    void aBatchHasTime() {
        refused("gateway.edge.deadline", () -> new EdgeConfig(1, 1, Duration.ZERO, true));
        refused("gateway.edge.deadline", () -> new EdgeConfig(1, 1, MINUTE.negated(), true));
    }

    private static void refused(String key, Executable config) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, config);
        assertTrue(String.valueOf(refusal.getMessage()).contains(key), refusal::getMessage);
    }
}
