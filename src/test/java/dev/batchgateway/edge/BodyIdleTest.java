package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyIdleTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer(clock);
    private final AtomicInteger told = new AtomicInteger();
    private final BodyIdle idle = new BodyIdle(LONGEST, clock, timer, Runnable::run);

    @BeforeEach
    void start() {
        idle.start(told::incrementAndGet);
    }

    @Test
    void aBodyThatNeverComesIsToldOnceAndInTime() {
        long before = clock.getAsLong();

        runAll();

        assertEquals(1, told.get());
        assertEquals(LONGEST.toNanos(), clock.getAsLong() - before);
    }

    @Test
    void aBodyThatMovesIsLeftAlone() {
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(29));
            idle.moved();
            runWhatIsDue();
        }
        assertEquals(0, told.get());
        long before = clock.getAsLong();

        runAll();

        assertEquals(1, told.get());
        assertEquals(LONGEST.toNanos(), clock.getAsLong() - before);
    }

    @Test
    void whileWeDoNotReadTheTimeStandsStill() {
        idle.rests();
        for (int i = 0; i < 10; i++) {
            assertTrue(timer.runNext());
        }
        assertEquals(0, told.get());
        clock.advance(Duration.ofSeconds(29));
        idle.goesOn();
        long before = clock.getAsLong();

        runAll();

        assertEquals(1, told.get());
        assertEquals(LONGEST.toNanos(), clock.getAsLong() - before);
    }

    @Test
    void anEndIsNotWaitedFor() {
        idle.end();

        assertFalse(timer.runNext());
        assertEquals(0, told.get());
    }

    private void runWhatIsDue() {
        while (!timer.isEmpty() && timer.untilNext().toNanos() <= 0) {
            assertTrue(timer.runNext());
        }
    }

    private void runAll() {
        while (timer.runNext()) {
            assertTrue(told.get() <= 1);
        }
    }
}
