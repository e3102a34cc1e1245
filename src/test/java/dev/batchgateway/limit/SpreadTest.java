package dev.batchgateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Read as a ledger: a bucket of two that fills at a tenth of a call for each unit of time. */
class SpreadTest {
    private final Spread spread = new Spread();

    @Test
    void letsTwoCallsGoAtOnce() {
        spread.full(100);

        assertEquals(2, spread.whole());
        spread.taken();
        assertEquals(1, spread.whole());
    }

    @Test
    void thenOneAtATimeAsItFills() {
        empty();

        spread.fill(109, 0.1);
        assertEquals(0, spread.whole());
        spread.fill(111, 0.1);

        assertEquals(1, spread.whole());
    }

    @Test
    void neverHoldsMoreThanTwo() {
        empty();

        spread.fill(10_000, 0.1);

        assertEquals(2, spread.whole());
    }

    @Test
    void theNextCallMayBeMadeWhenItSays() {
        empty();
        spread.fill(104, 0.1);

        long next = spread.nextAt();

        assertTrue(next >= 110 && next <= 112, () -> "at " + next);
        spread.fill(next, 0.1);
        assertEquals(1, spread.whole());
    }

    @Test
    void timeThatRunsBackwardsTakesNothingAway() {
        empty();
        spread.fill(105, 0.1);

        spread.fill(103, 0.1);

        assertTrue(spread.nextAt() <= 110);
    }

    private void empty() {
        spread.full(100);
        spread.taken();
        spread.taken();
    }
}
