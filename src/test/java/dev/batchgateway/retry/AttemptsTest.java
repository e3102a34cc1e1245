package dev.batchgateway.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AttemptsTest {
    @Test
    void countsOnlyWhatCounts() {
        Attempts attempts = Attempts.NONE.plusOne(true).plusOne(false).plusOne(true);

        assertEquals(3, attempts.made());
        assertEquals(2, attempts.counted());
    }

    @Test
    void remembersTheLatestDoubt() {
        Attempts attempts = Attempts.NONE.withDoubt(5).withDoubt(9).plusOne(true);

        assertTrue(attempts.inDoubt());
        assertEquals(9, attempts.doubtSinceNanos());
    }

    @Test
    void isUnreachedSinceTheFirstTimeInARow() {
        Attempts attempts = Attempts.NONE.unreached(5).unreached(9);
        assertEquals(5, attempts.unreachedSinceNanos());

        attempts = attempts.reached();
        assertFalse(attempts.isUnreached());

        assertEquals(20, attempts.unreached(20).unreachedSinceNanos());
    }

    @Test
    void staysInDoubtWhateverComesLater() {
        Attempts attempts = Attempts.NONE.withDoubt(5).unreached(7).reached().plusOne(false);

        assertTrue(attempts.inDoubt());
    }
}
