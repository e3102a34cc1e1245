package dev.batchgateway.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Result;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.match.RandomHubSpot.Fate;
import dev.batchgateway.testing.Calls;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever HubSpot's habits: no success without proof, and nothing that was written is called rejected. */
class MatcherLawsTest {
    @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void neverTakesAFailureForASuccessOrTheReverse(
            @ForAll Operation operation, @ForAll @IntRange(min = 1, max = 7) int size, @ForAll long seed) {
        RandomHubSpot hubSpot = new RandomHubSpot(operation, size, new Random(seed));
        Chunk chunk = Calls.chunk(operation, Envelope.none(operation), hubSpot.inputs());
        Traces traces = operation.isTraced() ? Traces.forEveryInputOf(chunk) : Traces.callersOnly(chunk);
        String answer = hubSpot.answer(traces);

        List<Outcome> outcomes =
                new Matcher(operation, Envelope.none(operation)).match(chunk, traces, Calls.answer(207, answer));

        Outcomes account = Calls.outcomes(operation, hubSpot.inputs());
        for (int i = 0; i < size; i++) {
            account.settle(i, outcomes.get(i));
            check(operation, i, hubSpot, outcomes.get(i), answer);
        }
        account.proveComplete();
        assertEquals(0, account.unsent());
    }

    private static void check(Operation operation, int index, RandomHubSpot hubSpot, Outcome outcome, String answer) {
        Fate fate = hubSpot.fate(index);
        if (outcome instanceof Outcome.Succeeded success) {
            // An archive's answer is silent about what it has done, so a dropped input cannot be told.
            assertTrue(fate == Fate.DONE || (fate == Fate.DROPPED && operation.isArchive()), answer);
            if (success.paired()) {
                assertOwn(index, success.results(), answer);
            }
            success.results().forEach(result -> assertFalse(result.toString().contains("\"gw"), answer));
        } else if (outcome instanceof Outcome.Rejected) {
            assertEquals(Fate.FAILED, fate, answer);
        } else {
            assertFalse(hubSpot.isPlain(), answer);
        }
    }

    private static void assertOwn(int index, List<Result> results, String answer) {
        for (Result result : results) {
            assertTrue(result.toString().startsWith("{\"owner\":" + index + ","), answer);
        }
    }
}
