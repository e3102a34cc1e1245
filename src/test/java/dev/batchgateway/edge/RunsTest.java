package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Places for batches, in all and for each caller. */
class RunsTest {
    private final Runs runs = new Runs(5, 3);

    @Test
    void oneCallerLeavesPlacesToOthers() {
        enter("a", 3);

        assertTrue(refused("a").contains("3 batches of this caller"));
        assertEquals(3, runs.batches());
        assertEquals(5, runs.mostBatches());
        enter("b", 2);
        assertTrue(refused("b").contains("is serving 5 batches"));
    }

    @Test
    void aPlaceThatIsGivenBackIsTheCallersAgain() {
        enter("a", 3);

        runs.leave("a");

        enter("a", 1);
        assertTrue(refused("a").contains("of this caller"));
    }

    @Test
    void aRefusalTakesNoPlace() {
        enter("a", 3);
        refused("a");
        refused("a");

        enter("b", 2);
        refused("b");
        runs.leave("a");

        enter("c", 1);
    }

    @Test
    void whoHasLeftIsForgotten() {
        enter("a", 3);
        for (int i = 0; i < 3; i++) {
            runs.leave("a");
        }

        enter("a", 3);
        refused("a");
    }

    @Test
    void aGatewayThatIsLeavingTakesNobody() {
        runs.stopAll();

        assertTrue(refused("a").contains("shutting down"));
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertDoesNotThrow(() -> new Runs(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Runs(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Runs(5, 0));
        String told = String.valueOf(assertThrows(IllegalArgumentException.class, () -> new Runs(5, 6))
                .getMessage());
        assertTrue(told.contains("gateway.edge.max-batches-per-caller"), told);
    }

    private void enter(String caller, int times) {
        for (int i = 0; i < times; i++) {
            assertDoesNotThrow(() -> runs.enter(caller));
        }
    }

    private String refused(String caller) {
        Refusal refusal = assertThrows(Refusal.class, () -> runs.enter(caller));
        assertEquals(503, refusal.status());
        assertTrue(refusal.headers().containsKey("Retry-After"));
        return refusal.text();
    }
}
