package dev.batchgateway.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is looked for in the log of a program in a process of its own, too. */
class LogWatchTest {
    private final LogWatch watch = new LogWatch(Set.of("pat-na1-1"), new ArrayDeque<>());

    @Test
    void aTokenIsFoundWhetherOrNotItIsKnown() {
        assertTrue(watch.holds("sent (pat-na1-1)"));
        assertTrue(watch.holds("Authorization: Bearer never-heard-of"));
    }

    @Test
    void aPropertyIsFound() {
        assertTrue(watch.holds("email=c1@example.com"));
        assertTrue(watch.holds("could not read {\"id\":\"1\",\"properties\": {\"hs_title\":\"T1\"}}"));
    }

    @Test
    void aBodyIsFoundInALineThatIsJsonToo() {
        assertTrue(watch.holds("{\"message\":\"read {\\\"inputs\\\":[{\\\"id\\\":\\\"1\\\"}]}\"}"));
        assertFalse(watch.holds("{\"message\":\"batch inputs=2\",\"mdc\":{\"inputs\":\"2\"}}"));
    }

    @Test
    void anythingElseIsNot() {
        assertFalse(watch.holds("batch requestId=a status=401 account=0123"));
    }
}
