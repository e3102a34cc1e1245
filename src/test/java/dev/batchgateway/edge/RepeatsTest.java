package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final ManualClock clock = new ManualClock();
    private final Repeats repeats = new Repeats();

    @Test
    void soManyASecondAreLetThroughAndTheNextOneSaysHowManyWereNot() {
        for (int i = 0; i < Repeats.MOST_A_SECOND; i++) {
            assertEquals(0, admit());
        }
        for (int i = 0; i < 412; i++) {
            assertEquals(-1, admit());
        }
        clock.advance(Duration.ofMillis(999));
        assertEquals(-1, admit());

        clock.advance(Duration.ofMillis(1));
        assertEquals(413, admit());
        assertEquals(0, admit());
    }

    @Test
    void whatComesSlowlyIsAllLetThrough() {
        for (int i = 0; i < 10 * Repeats.MOST_A_SECOND; i++) {
            assertEquals(0, admit());
            clock.advance(Duration.ofMillis(100));
        }
    }

    private long admit() {
        return repeats.admit(clock.getAsLong());
    }
}
