package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.FakeHubSpot.Fault;
import dev.batchgateway.testing.FakeHubSpot.Written;
import dev.batchgateway.testing.FakeInputs.Kind;
import dev.batchgateway.testing.Recorded;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of which HubSpot refuses some inputs, whole calls, or everything (issue 3, points 3 and 9). */
class RefusedBatchesTest {
    private final Dispatching nest = new Dispatching(1);

    @Test
    void oneBadCreateIn250CostsNoCallBecauseOfTraceIds() {
        BatchResult result =
                nest.run(Operation.OBJECT_CREATE, Batches.creates(10_000, i -> i % 250 == 249 ? Kind.BAD : Kind.GOOD));

        assertEquals(9_960, result.outcomes().succeeded());
        assertEquals(40, result.outcomes().rejected());
        for (int i = 249; i < 10_000; i += 250) {
            assertEquals("rejected", Dispatching.word(Recorded.of(result).get(i)));
        }
        assertTrue(result.calls() <= 105, () -> result.calls() + " calls");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void threeWholeCallConflictsIn10000AreNarrowedDown(long seed) {
        Dispatching fresh = new Dispatching(seed);
        Set<Integer> conflicts = Set.of(17, 4_999, 9_900);

        BatchResult result = fresh.run(
                Operation.OBJECT_CREATE,
                Batches.creates(10_000, i -> conflicts.contains(i) ? Kind.CONFLICT : Kind.GOOD));

        assertEquals(9_997, result.outcomes().succeeded());
        conflicts.forEach(i ->
                assertEquals("rejected", Dispatching.word(Recorded.of(result).get(i))));
        assertTrue(result.calls() <= 150, () -> result.calls() + " calls");
        assertEquals(9_997, fresh.hubSpot.ledger().size());
        assertEquals(
                9_997,
                fresh.hubSpot.ledger().stream().map(Written::name).distinct().count());
    }

    @Test
    void inputsTheRefusalNamesAreRejectedWithoutAnotherCallOfTheirs() {
        nest.hubSpot
                .answers()
                .refuses(names -> names.contains("k7") ? FakeAnswers.named(400, "No", List.of("k7")) : null);

        BatchResult result = nest.run(Operation.OBJECT_UPDATE, Batches.keyed(10, null, i -> Kind.GOOD));

        assertEquals("rejected", Dispatching.word(Recorded.of(result).get(7)));
        assertEquals(9, result.outcomes().succeeded());
        assertEquals(2, result.calls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unable to perform update/upsert by non-unique 0-2 property domain",
                "Unable to infer object type from: nonsense",
                "These are words nobody has seen before"
            })
    void aRefusalOfTheWholeBatchIsRecognisedWithinTenCalls(String words) {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.refused(400, "VALIDATION_ERROR", words));

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100_000));

        assertTrue(result.calls() <= 10, () -> result.calls() + " calls");
        assertEquals(0, nest.hubSpot.ledger().size());
        assertEquals(100_000, result.outcomes().rejected() + result.outcomes().unsent());
        assertTrue(result.outcomes().rejected() <= 3);
        assertTrue(Recorded.of(result).get(99_999) instanceof Outcome.Unsent unsent
                && unsent.reason() == Reason.BATCH_REFUSED
                && unsent.said() != null);
        assertCommon(400, result);
    }

    /** The first hundred inputs are all bad in the same words, but the batch has shown that it is good elsewhere. */
    @Test
    void equalWordsForManyInputsOfAProvenKindAreNotTheWholeBatch() {
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(10));
        nest.hubSpot
                .answers()
                .refuses(names -> names.stream().anyMatch(name -> name.matches("k\\d"))
                        ? FakeAnswers.refused(400, "VALIDATION_ERROR", "Some words")
                        : null);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(200));

        assertEquals(10, result.outcomes().rejected());
        assertEquals(190, result.outcomes().succeeded());
    }

    @Test
    void aBadTokenCostsOneCall() {
        nest.hubSpot.answers().badToken(Dispatching.TOKEN);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100_000));

        assertEquals(1, result.calls());
        assertEquals(100_000, result.outcomes().unsent());
        assertEquals(
                "unsent CREDENTIALS_REFUSED",
                Dispatching.word(Recorded.of(result).get(54_321)));
        assertCommon(401, result);
    }

    @Test
    void missingScopesStopTheBatchOnceThreeInputsAloneWereRefusedAlike() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.refused(403, "MISSING_SCOPES", "No scopes"));

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(10_000));

        assertEquals(4, result.calls());
        assertEquals(3, result.outcomes().rejected());
        assertEquals(9_997, result.outcomes().unsent());
        assertEquals(
                "unsent CREDENTIALS_REFUSED",
                Dispatching.word(Recorded.of(result).get(9_000)));
        assertCommon(403, result);
    }

    @Test
    void missingScopesOfOneInputInTheVeryFirstCallStopNoOther() {
        for (int bad : new int[] {0, 42, 50, 99}) {
            Dispatching fresh = new Dispatching(bad);
            fresh.hubSpot
                    .answers()
                    .refuses(names ->
                            names.contains("k" + bad) ? FakeAnswers.refused(403, "MISSING_SCOPES", "No scopes") : null);

            BatchResult result = fresh.run(Operation.OBJECT_UPSERT, Batches.keyed(1_000));

            assertEquals("rejected", Dispatching.word(Recorded.of(result).get(bad)));
            assertEquals(999, result.outcomes().succeeded());
            assertTrue(result.calls() <= 10 + 3 + 14, () -> result.calls() + " calls");
        }
    }

    /** The account was good a moment ago, so many calls are under way when the scope is taken away. */
    @Test
    void missingScopesOfAProvenAccountStopTheBatchToo() {
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(10));
        nest.hubSpot.answers().refuses(names -> FakeAnswers.refused(403, "MISSING_SCOPES", "No scopes"));

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100_000));

        assertTrue(result.calls() <= 256 + 8, () -> result.calls() + " calls");
        assertCommon(403, result);
    }

    @Test
    void missingScopesAfterASuccessAreOneInputs() {
        nest.hubSpot
                .answers()
                .refuses(names ->
                        names.contains("k777") ? FakeAnswers.refused(403, "MISSING_SCOPES", "No scopes") : null);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(1_000));

        assertEquals("rejected", Dispatching.word(Recorded.of(result).get(777)));
        assertEquals(999, result.outcomes().succeeded());
        assertNull(result.common());
    }

    @Test
    void theDailyLimitStopsTheBatch() {
        nest.hubSpot.answers().refuses(names -> names.contains("k0") ? null : FakeAnswers.daily());

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100_000));

        assertEquals(100, result.outcomes().succeeded());
        assertEquals(99_900, result.outcomes().unsent());
        assertEquals("unsent DAILY_LIMIT", Dispatching.word(Recorded.of(result).get(99_999)));
        assertNull(result.common());
    }

    @Test
    void theDailyLimitAtOnceIsTheAnswer() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.daily());

        BatchResult result = nest.run(Operation.OBJECT_CREATE, Batches.creates(1_000));

        assertEquals(1, result.calls());
        assertCommon(429, result);
    }

    /** The stop comes while half a refused call is kept back: both halves are settled, and once. */
    @ParameterizedTest
    @ValueSource(ints = {401, 429, 477})
    void aStopDuringIsolationSettlesTheHalfKeptBack(int status) {
        nest.hubSpot
                .answers()
                .refuses(names -> nest.hubSpot.received().size() == 1
                        ? FakeAnswers.refused(409, "CONFLICT", "Contact already exists")
                        : status == 429 ? FakeAnswers.daily() : FakeAnswers.html(status));

        BatchResult result = nest.run(Operation.OBJECT_CREATE, Batches.creates(301));

        assertEquals(301, result.outcomes().unsent());
        assertEquals(2, result.calls());
    }

    @Test
    void whatTheBoundOnCallsLeavesIsUnsentWithTheRefusalBesideIt() {
        nest.maxIsolationCalls(5);

        BatchResult result =
                nest.run(Operation.OBJECT_CREATE, Batches.creates(1_000, i -> i % 10 == 3 ? Kind.CONFLICT : Kind.GOOD));

        assertEquals(
                1_000,
                result.outcomes().succeeded()
                        + result.outcomes().rejected()
                        + result.outcomes().unsent());
        assertTrue(result.calls() <= 10 + 6, () -> result.calls() + " calls");
        assertTrue(Recorded.of(result).get(999) instanceof Outcome.Unsent unsent
                && unsent.reason() == Reason.NOT_ISOLATED
                && unsent.said() != null);
        assertEquals(result.outcomes().succeeded(), nest.hubSpot.ledger().size());
    }

    @Test
    void aRefusalWithoutABodyIsToldInHubSpotsForm() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.html(415));

        BatchResult result = nest.run(Operation.OBJECT_UPDATE, Batches.keyed(1, null, i -> Kind.GOOD));

        assertTrue(Recorded.of(result).get(0) instanceof Outcome.Rejected rejected
                && rejected.errors().get(0).message().equals("HubSpot answered 415 without an explanation"));
    }

    @Test
    void isolationSurvivesCallsWithoutAnAnswer() {
        nest.hubSpot.faults(call -> call % 4 == 3 ? Fault.CUT_AFTER_WRITING : Fault.NONE);

        BatchResult result = nest.run(
                Operation.OBJECT_CREATE, Batches.creates(1_000, i -> i % 100 == 50 ? Kind.CONFLICT : Kind.GOOD));

        assertEquals(
                nest.hubSpot.ledger().size(),
                nest.hubSpot.ledger().stream().map(Written::name).distinct().count());
        assertTrue(result.outcomes().unconfirmed() > 0);
        for (Written written : nest.hubSpot.ledger()) {
            Outcome outcome = Recorded.of(result).get(written.value());
            assertTrue(outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Unconfirmed);
        }
    }

    private static void assertCommon(int status, BatchResult result) {
        Reply.Refused common = result.common();
        assertNotNull(common);
        assertEquals(status, common.status());
    }
}
