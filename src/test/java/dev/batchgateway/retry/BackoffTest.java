package dev.batchgateway.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void doublesUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20), () -> 0);

        assertEquals(SECOND / 2, backoff.nanos(1));
        assertEquals(SECOND, backoff.nanos(2));
        assertEquals(2 * SECOND, backoff.nanos(3));
        assertEquals(4 * SECOND, backoff.nanos(4));
        assertEquals(8 * SECOND, backoff.nanos(5));
        assertEquals(10 * SECOND, backoff.nanos(6));
        assertEquals(10 * SECOND, backoff.nanos(1_000_000));
    }

    @Test
    void leavesAHalfToChance() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20), () -> 0.5);

        assertEquals(SECOND * 3 / 4, backoff.nanos(1));
    }

    @Test
    void takesNoAttemptForTheFirst() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20), () -> 0);

        assertEquals(backoff.nanos(1), backoff.nanos(0));
    }

    @Test
    void refusesAFirstWaitLongerThanTheLongest() {
        Duration first = Duration.ofSeconds(3);

        assertThrows(IllegalArgumentException.class, () -> new Backoff(first, Duration.ofSeconds(2), () -> 0));
    }

    @Property
    void staysBetweenHalfTheFirstAndTheLongestAndGrows(
            @ForAll @LongRange(min = 0, max = 100_000_000_000L) long first,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long more,
            @ForAll @IntRange(min = 1, max = 100) int attempts,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
        Backoff backoff = new Backoff(Duration.ofNanos(first), Duration.ofNanos(first + more), () -> chance);

        long wait = backoff.nanos(attempts);

        assertTrue(wait >= first / 2 && wait <= first + more, "waits " + wait);
        assertTrue(backoff.nanos(attempts + 1) >= wait, "waits less and less");
    }
}
