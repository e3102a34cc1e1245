package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is out of range is refused at the start, with a sentence that names the key. */
class LaneConfigTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aWindowHoldsAPermit(int permits) {
        refused("gateway.limit.permits", () -> new LaneConfig(permits, 100, WINDOW, 1, 0, true));
    }

    @Test
    void aLaneDoesNotTryLessThanItBeginsWith() {
        refused("begin with 100", () -> new LaneConfig(100, 99, WINDOW, 1, 0, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -5})
    void aWindowHasALength(int seconds) {
        refused("gateway.limit.window", () -> new LaneConfig(1, 1, Duration.ofSeconds(seconds), 1, 0, true));
    }

    @Test
    void aCallMayBeUnderWay() {
        refused("gateway.dispatch.max-in-flight", () -> new LaneConfig(1, 1, WINDOW, 0, 0, true));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1, 7, Double.NaN})
    void somethingIsLeftBesideTheKeptShare(double share) {
        refused("gateway.limit.kept-share", () -> new LaneConfig(1, 1, WINDOW, 1, share, true));
    }

    @Test
    void aReserveIsNotNegativeAndThereIsAReplica() {
        LaneConfig lane = new LaneConfig(1, 1, WINDOW, 1, 0, true);

        refused("gateway.limit.daily-reserve", () -> new AccountsConfig(lane, lane, 1, -1, 1));
        refused("gateway.limit.replicas", () -> new AccountsConfig(lane, lane, 1, 0, 0));
        assertEquals(1, new AccountsConfig(lane, lane, 1, 0, 1).replicas());
    }

    private static void refused(String key, Executable config) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, config);
        assertTrue(String.valueOf(refusal.getMessage()).contains(key), refusal::getMessage);
    }
}
