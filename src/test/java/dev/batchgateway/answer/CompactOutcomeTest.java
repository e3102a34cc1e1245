package dev.batchgateway.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Result;
import dev.batchgateway.json.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactOutcomeTest {
    private static final HubSpotError ERROR = HubSpotError.of(Slice.of("{\"status\":\"error\",\"message\":\"no\"}"));

    @Test
    void aSuccessKeepsItsNotesAndNotItsResults() {
        Outcome kept =
                CompactOutcome.of(new Outcome.Succeeded(List.of(Result.of(Slice.of("{}"))), List.of(ERROR), false));

        Outcome.Succeeded success = (Outcome.Succeeded) kept;
        assertEquals(List.of(), success.results());
        assertEquals(List.of("no"), messages(success.notes()));
        assertFalse(success.paired());
    }

    @Test
    void everyOtherOutcomeSaysTheSame() {
        Outcome.Rejected rejected = (Outcome.Rejected) CompactOutcome.of(new Outcome.Rejected(List.of(ERROR, ERROR)));
        Outcome.Unconfirmed unconfirmed =
                (Outcome.Unconfirmed) CompactOutcome.of(new Outcome.Unconfirmed(Reason.NO_ANSWER, ERROR));
        HubSpotError said = unconfirmed.said();

        assertEquals(List.of("no", "no"), messages(rejected.errors()));
        assertEquals(Reason.NO_ANSWER, unconfirmed.reason());
        assertNotNull(said);
        assertEquals("no", said.message());
        Outcome silent = new Outcome.Unconfirmed(Reason.NO_ANSWER, null);
        assertEquals(silent, CompactOutcome.of(silent));
        Outcome unsent = new Outcome.Unsent(Reason.DEADLINE, null);
        assertEquals(unsent, CompactOutcome.of(unsent));
    }

    private static List<String> messages(List<HubSpotError> errors) {
        return errors.stream().map(HubSpotError::message).toList();
    }
}
