package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.InputReader;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.json.Slice;
import dev.batchgateway.retry.Attempts;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.retry.DecisionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors inside an answer, one for each input of the call. */
class InnerErrorsTest {
    private static final Attempts FIRST = Attempts.NONE.plusOne(true);
    private static final Attempts DOUBTED = FIRST.withDoubt(3);

    @Test
    void aJudgementIsItsInputsAndStays() {
        InnerErrors.Weighed weighed = weigh(Operation.OBJECT_CREATE, FIRST, "VALIDATION_ERROR", "CONFLICT");

        assertEquals(List.of("rejected", "rejected"), words(weighed));
        assertTrue(weighed.again().isEmpty());
    }

    @Test
    void whatIsTransientIsSentAgainAndTheOthersAreSettled() {
        InnerErrors.Weighed weighed =
                weigh(Operation.OBJECT_CREATE, FIRST, "RATE_LIMITS", "VALIDATION_ERROR", "LOCKED");

        assertEquals(List.of("rejected"), words(weighed));
        assertEquals(1, weighed.again().size());
        assertEquals(2, weighed.again().get(0).size());
        assertFalse(weighed.again().get(0).attempts().inDoubt());
        assertTrue(weighed.delayNanos() >= Duration.ofSeconds(2).toNanos());
    }

    /** HubSpot says it failed inside: it may have written the input first, so a refusal of the repeat proves nothing. */
    @Test
    void whatFailedInsideHubSpotIsInDoubtWhenItIsSentAgain() {
        InnerErrors.Weighed weighed = weigh(Operation.OBJECT_UPSERT, FIRST, "INTERNAL_ERROR", "RATE_LIMITS");

        assertEquals(2, weighed.again().size());
        assertFalse(weighed.again().get(0).attempts().inDoubt());
        assertTrue(weighed.again().get(1).attempts().inDoubt());
        assertEquals(77, weighed.again().get(1).attempts().doubtSinceNanos());
    }

    @Test
    void aCreateThatFailedInsideHubSpotIsUnconfirmed() {
        assertEquals(
                List.of("unconfirmed NO_ANSWER", "unconfirmed UPSTREAM_ERROR"),
                words(weigh(Operation.OBJECT_CREATE, FIRST, "INTERNAL_ERROR", "SERVICE_UNAVAILABLE")));
    }

    @Test
    void inDoubtARefusalIsNoRejection() {
        assertEquals(
                List.of("unconfirmed NO_ANSWER", "unconfirmed NO_ANSWER"),
                words(weigh(Operation.OBJECT_UPDATE, DOUBTED, "VALIDATION_ERROR", "OBJECT_NOT_FOUND")));
    }

    @Test
    void inDoubtAConflictOfAnUpsertIsTriedAgain() {
        assertEquals(
                1,
                weigh(Operation.OBJECT_UPSERT, DOUBTED, "CONFLICT", "VALIDATION_ERROR")
                        .again()
                        .size());
    }

    @Test
    void inDoubtWhatIsGoneHasBeenArchived() {
        assertEquals(
                List.of("succeeded", "succeeded"),
                words(weigh(Operation.OBJECT_ARCHIVE, DOUBTED, "OBJECT_NOT_FOUND", "OBJECT_NOT_FOUND")));
    }

    @Test
    void aReadIsNeverInDoubt() {
        assertEquals(List.of("rejected"), words(weigh(Operation.OBJECT_READ, DOUBTED, "OBJECT_NOT_FOUND")));
    }

    @Test
    void whatStaysLockedIsUnsentInTheEnd() {
        Attempts many = new Attempts(9, 9, false, 0, false, 0);

        assertEquals(List.of("unsent UPSTREAM_BUSY"), words(weigh(Operation.OBJECT_CREATE, many, "LOCKED")));
    }

    private static List<String> words(InnerErrors.Weighed weighed) {
        return weighed.outcomes().stream().map(Dispatching::word).toList();
    }

    private static InnerErrors.Weighed weigh(Operation operation, Attempts attempts, String... categories) {
        Dispatching nest = new Dispatching(1);
        DecisionTable table = Dispatching.table(5, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), () -> 0));
        Parts parts = new Parts(
                nest.hubSpot,
                table,
                new DispatchConfig(1, 1, 1, 1),
                nest.clock,
                nest.timer,
                Watch.NONE,
                new CallRoom(Long.MAX_VALUE, nest.timer));
        InputReader reader = new InputReader(operation, Envelope.none(operation));
        List<Input> inputs = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (String category : categories) {
            inputs.add(reader.read(inputs.size(), Slice.of("{\"id\":\"" + inputs.size() + "\"}")));
            outcomes.add(new Outcome.Rejected(
                    List.of(HubSpotError.of(Slice.of("{\"category\":\"" + category + "\",\"message\":\"No\"}")))));
        }
        Leg leg = Leg.fresh(new Chunk(inputs)).with(attempts);
        return new InnerErrors(operation, parts).weigh(leg, outcomes, 77);
    }
}
