package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsedTokensTest {
    @Test
    void whatIsUsedIsLookedForWithoutWhatStandsAroundIt() {
        assertEquals("Bearer used-tokens-1", UsedTokens.used("Bearer used-tokens-1"));

        assertTrue(new LogWatch(UsedTokens.all(), new ArrayDeque<>()).holds("sent <used-tokens-1>"));
    }

    /** Who used one would believe that the log is looked through for it. */
    @ParameterizedTest
    @ValueSource(strings = {"Bearer signal", "Bearer unreachable", "stranger", "a.b.c", "Basic c3luYw=="})
    void whatNobodyCouldLookForIsRefused(String secret) {
        assertThrows(IllegalArgumentException.class, () -> UsedTokens.used(secret));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Bearer", "Bearer "})
    void whereThereAreNoCredentialsThereIsNothingToLookFor(String header) {
        assertEquals(header, UsedTokens.used(header));
    }
}
