package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.json.Slice;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingInputsTest {
    private final MissingInputs missing = new MissingInputs(Operation.OBJECT_READ);

    @Test
    void whatAReadDoesNotFindIsTakenInWithTheFirstOfHubSpotsWords() {
        assertTrue(missing.take(3, rejected("OBJECT_NOT_FOUND", "first")));
        assertTrue(missing.take(7, rejected("OBJECT_NOT_FOUND", "second")));

        assertEquals(positions(3, 7), missing.positions());
        HubSpotError error = missing.error();
        assertNotNull(error);
        assertEquals("first", error.message());
    }

    @Test
    void whatHubSpotRefusesForAnotherReasonIsNotMissing() {
        assertFalse(missing.take(0, rejected("VALIDATION_ERROR", "no")));
        assertFalse(missing.take(1, new Outcome.Unsent(Reason.DEADLINE, null)));

        assertEquals(positions(), missing.positions());
        assertNull(missing.error());
    }

    @Test
    void whoAsksForTheSameIdMissesItToo() {
        missing.take(3, rejected("OBJECT_NOT_FOUND", "no"));

        missing.follow(4, 3);
        missing.follow(5, 2);

        assertEquals(positions(3, 4), missing.positions());
    }

    @Test
    void otherOperationsAnswerEachInputByItself() {
        MissingInputs ofAnUpdate = new MissingInputs(Operation.OBJECT_UPDATE);

        assertFalse(ofAnUpdate.take(0, rejected("OBJECT_NOT_FOUND", "no")));
    }

    private static Outcome rejected(String category, String message) {
        return new Outcome.Rejected(List.of(HubSpotError.of(
                Slice.of("{\"status\":\"error\",\"category\":\"" + category + "\",\"message\":\"" + message + "\"}"))));
    }

    private static BitSet positions(int... positions) {
        BitSet set = new BitSet();
        for (int position : positions) {
            set.set(position);
        }
        return set;
    }
}
