package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class SharedStateTest {
    private final ManualClock clock = new ManualClock();
    private final SharedState state = new SharedState(true, clock);

    @Test
    void withoutAStoreThereIsNoneToLose() {
        assertEquals(SharedState.Kind.NONE, new SharedState(false, clock).kind());
    }

    @Test
    void itIsLostWithAnExchangeAndFoundWithTheNextOne() {
        state.lost("no answer in time");
        clock.advance(Duration.ofSeconds(3));
        state.lost("no answer in time");
        clock.advance(Duration.ofSeconds(2));

        assertEquals(SharedState.Kind.LOST, state.kind());
        assertTrue(state.isLost());
        assertEquals(Duration.ofSeconds(5).toNanos(), state.lostNanos());

        state.answered(2);

        assertEquals(SharedState.Kind.SHARED, state.kind());
        assertFalse(state.isLost());
        assertEquals(0, state.lostNanos());
        assertEquals(3, state.exchanges());
        assertEquals(2, state.failures());
    }

    /** Nothing is sent before the first batch: a store that is out of reach would otherwise be called shared. */
    @Test
    void itIsNotKnownBeforeTheFirstExchange() {
        assertEquals(SharedState.Kind.UNKNOWN, state.kind());
        assertFalse(state.isLost());
        assertEquals(
                "unknown",
                new SharedBudgetCheck(state).call().getData().orElseThrow().get("state"));

        state.answered(1);

        assertEquals(SharedState.Kind.SHARED, state.kind());
    }

    @Test
    void membersAreTheMostOfAnyLaneInTheLastHalfMinute() {
        state.answered(3);
        clock.advance(Duration.ofSeconds(20));
        state.answered(1);

        assertEquals(3, state.members());

        clock.advance(Duration.ofSeconds(11));
        state.answered(1);

        assertEquals(1, state.members());
    }

    @Test
    void theReadinessTellsItAndIsAlwaysUp() {
        state.answered(3);
        state.lost("no answer in time");

        HealthCheckResponse response = new SharedBudgetCheck(state).call();

        assertEquals("shared budget", response.getName());
        assertEquals(HealthCheckResponse.Status.UP, response.getStatus());
        assertEquals("lost", response.getData().orElseThrow().get("state"));
        assertEquals(3L, response.getData().orElseThrow().get("members"));
    }
}
