package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyIdleTest {
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int ENOUGH = 30_000;

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer(clock);
    private final List<String> told = new ArrayList<>();
    private final BodyIdle idle = new BodyIdle(PERIOD, clock, timer, Runnable::run);
    private final long started = clock.getAsLong();

    @BeforeEach
    void start() {
        idle.start(() -> told.add("idle"), started + DEADLINE.toNanos(), () -> told.add("late"));
    }

    @Test
    void aBodyThatNeverComesIsToldOnceAndInTime() {
        runAll();

        assertEquals(List.of("idle"), told);
        assertEquals(PERIOD, passed());
    }

    @Test
    void aBodyThatComesFastEnoughIsLeftAloneAndThenTheTimeCountsFromTheLastOfIt() {
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(29));
            idle.moved(ENOUGH);
            runWhatIsDue();
        }
        assertEquals(List.of(), told);

        runAll();

        assertEquals(List.of("idle"), told);
        assertEquals(PERIOD.plusSeconds(290), passed());
    }

    @Test
    void aBodyThatDripsIsToldThoughSomethingCameAllTheTime() {
        for (int i = 0; i < 29; i++) {
            clock.advance(Duration.ofSeconds(1));
            idle.moved(1);
            runWhatIsDue();
        }
        assertEquals(List.of(), told);

        runAll();

        assertEquals(List.of("idle"), told);
        assertEquals(PERIOD, passed());
    }

    @Test
    void littleByLittleIsEnoughIfItAddsUp() {
        for (int i = 0; i < 120; i++) {
            clock.advance(Duration.ofSeconds(1));
            idle.moved(1_100);
            runWhatIsDue();
        }

        assertEquals(List.of(), told);
    }

    @Test
    void aBodyThatComesFastEnoughAndIsNotThereInTheEndIsLate() {
        while (told.isEmpty()) {
            clock.advance(Duration.ofSeconds(20));
            idle.moved(ENOUGH);
            runWhatIsDue();
        }

        assertEquals(List.of("late"), told);
        assertEquals(DEADLINE, passed());
        assertTrue(timer.isEmpty());
    }

    /** HubSpot takes nothing of it, say. */
    @Test
    void theTimeInWhichNothingIsTakenOfItIsNotItsCallers() {
        clock.advance(Duration.ofSeconds(29));
        idle.held(true);
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(3));
            runWhatIsDue();
        }
        idle.held(false);
        clock.advance(Duration.ofSeconds(29));
        runWhatIsDue();
        assertEquals(List.of(), told);

        runAll();

        assertEquals(List.of("idle"), told);
        assertEquals(PERIOD.plusSeconds(29 + 300), passed());
    }

    @Test
    void withoutADeadlineItMayComeForDays() {
        List<String> endless = new ArrayList<>();
        BodyIdle slow = new BodyIdle(PERIOD, clock, timer, Runnable::run);
        idle.end();
        slow.start(() -> endless.add("idle"));
        for (int i = 0; i < 20_000; i++) {
            clock.advance(Duration.ofSeconds(20));
            slow.moved(ENOUGH);
            runWhatIsDue();
        }
        assertEquals(List.of(), endless);

        runAll();

        assertEquals(List.of("idle"), endless);
    }

    @Test
    void anEndIsNotWaitedFor() {
        idle.end();

        assertFalse(timer.runNext());
        assertEquals(List.of(), told);
    }

    @Test
    void aShortPeriodAsksForALittle() {
        assertEquals(800, BodyIdle.leastBytes(Duration.ofMillis(800)));
        assertEquals(1, BodyIdle.leastBytes(Duration.ofMillis(1)));
        assertEquals(86_400_000, BodyIdle.leastBytes(Duration.ofDays(1)));
    }

    private Duration passed() {
        return Duration.ofNanos(clock.getAsLong() - started);
    }

    private void runWhatIsDue() {
        while (!timer.isEmpty() && timer.untilNext().toNanos() <= 0) {
            assertTrue(timer.runNext());
        }
    }

    private void runAll() {
        while (timer.runNext()) {
            assertTrue(told.size() <= 1);
        }
    }
}
