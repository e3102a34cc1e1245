package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegisterStateTest {
    private final ManualClock clock = new ManualClock();
    private final RegisterState state = new RegisterState(clock);
    private final LoggedLines lines = new LoggedLines("The register of records");

    @BeforeEach
    void listen() {
        lines.start();
    }

    @AfterEach
    void stop() {
        lines.stop();
    }

    @Test
    void exchangesAndThoseWithoutAnAnswerAreCounted() {
        state.asked(true);
        state.asked(false);
        state.asked(true);

        assertEquals(3, state.exchanges());
        assertEquals(1, state.failures());
    }

    @Test
    void thatRecordsAreMissingIsSaidOnceAndSoIsThatNoneIsAnyMore() {
        state.notEntered(1);
        state.notEntered(2);
        clock.advance(Duration.ofSeconds(90));
        state.missing(1);
        assertEquals(1, lines.texts().size());

        state.missing(0);
        state.missing(0);

        assertEquals(2, lines.texts().size());
        assertTrue(lines.texts().get(0).startsWith("The register of records does not answer"), lines.texts()::toString);
        assertTrue(lines.texts().get(1).endsWith("again after 90000 ms"), lines.texts()::toString);
        assertEquals(0, state.missing());
    }

    /** A Redis that has forgotten everything is told in the same moment. */
    @Test
    void whatIsMissingForAMomentIsNotSaid() {
        state.missing(7);
        assertEquals(7, state.missing());
        state.missing(0);

        assertEquals(List.of(), lines.texts());
    }

    @Test
    void oneThatComesAndGoesIsSaidOnceInTenSeconds() {
        for (int i = 0; i < 5; i++) {
            state.notEntered(1);
            clock.advance(Duration.ofSeconds(1));
            state.missing(0);
        }
        assertEquals(2, lines.texts().size());

        clock.advance(Duration.ofSeconds(10));
        state.notEntered(1);

        assertEquals(3, lines.texts().size());
    }
}
