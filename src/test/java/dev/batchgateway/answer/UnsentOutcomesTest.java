package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.json.Slice;
import org.junit.jupiter.api.Test;

class UnsentOutcomesTest {
    private final UnsentOutcomes unsent = new UnsentOutcomes();

    @Test
    void oneLikeTheOneBeforeHasItsNumber() {
        assertEquals(0, unsent.numberOf(new Outcome.Unsent(Reason.DEADLINE, null)));
        assertEquals(0, unsent.numberOf(new Outcome.Unsent(Reason.DEADLINE, null)));
        assertEquals(1, unsent.numberOf(new Outcome.Unsent(Reason.DEADLINE, error("a"))));
        assertEquals(2, unsent.numberOf(new Outcome.Unsent(Reason.SHUTDOWN, null)));
    }

    @Test
    void eachNumberTellsHowTheInputEnded() {
        Outcome late = new Outcome.Unsent(Reason.DEADLINE, null);
        Outcome refused = new Outcome.Unsent(Reason.BATCH_REFUSED, error("a"));
        unsent.numberOf(late);
        unsent.numberOf(refused);

        assertEquals(late, unsent.at(0));
        HubSpotError said = ((Outcome.Unsent) unsent.at(1)).said();
        assertNotNull(said);
        assertEquals("a", said.message());
    }

    private static HubSpotError error(String message) {
        return HubSpotError.of(Slice.of("{\"status\":\"error\",\"message\":\"" + message + "\"}"));
    }
}
