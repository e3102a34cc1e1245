package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.retry.Backoff;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.FakeHubSpot.Fault;
import dev.batchgateway.testing.FakeHubSpot.Written;
import dev.batchgateway.testing.FakeInputs;
import dev.batchgateway.testing.FakeInputs.Kind;
import dev.batchgateway.testing.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches from beginning to end, over a HubSpot that answers. */
class BatchRunTest {
    private final Dispatching nest = new Dispatching(1);

    @Test
    void givesEveryPositionItsOwnResultAlthoughHubSpotShufflesThem() {
        BatchResult result = nest.run(Operation.OBJECT_CREATE, Batches.creates(1_009));

        assertEquals(1_009, result.outcomes().succeeded());
        assertEquals(11, result.calls());
        assertEquals(0, result.retries());
        for (int i = 0; i < 1_009; i++) {
            assertTrue(onlyResult(result, i).contains("\"name\":\"n" + i + "\""), "position " + i);
        }
    }

    @Test
    void findsOwnersByTheValuesSentWhenTraceIdsAreNotEchoed() {
        nest.hubSpot.answers().echoesTraces(false);

        BatchResult result = nest.run(Operation.OBJECT_CREATE, Batches.creates(307));

        assertEquals(0, result.outcomes().unpaired());
        for (int i = 0; i < 307; i++) {
            assertTrue(onlyResult(result, i).contains("\"name\":\"n" + i + "\""), "position " + i);
        }
    }

    @Test
    void aBatchThatFitsOneCallIsOneCall() {
        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100));

        assertEquals(1, result.calls());
        assertEquals(100, nest.hubSpot.ledger().size());
    }

    @Test
    void aFreshAccountIsAskedWithOneCallAloneAndThenWidely() {
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, Batches.keyed(2_000));
        assertEquals(1, nest.hubSpot.received().size());

        nest.finish(running);

        assertTrue(nest.hubSpot.mostUnderWay() >= 19);
    }

    @Test
    void createsUnderWayGrowFromAFew() {
        nest.run(Operation.OBJECT_CREATE, Batches.creates(100));
        int before = nest.hubSpot.received().size();

        nest.start(Operation.OBJECT_CREATE, Batches.creates(10_000));

        assertEquals(before + 4, nest.hubSpot.received().size());
    }

    @Test
    void aSecondBatchOfTheSameKindNeedsNoCallAlone() {
        nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100));
        int before = nest.hubSpot.received().size();

        nest.start(Operation.OBJECT_UPSERT, Batches.keyed(1_000));
        nest.pass(Duration.ofMillis(3));

        assertEquals(before + 10, nest.hubSpot.received().size());
    }

    /** Inputs of equal keys that cannot go are looked at a few at a time, and not at all while a call is waited for. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void veryManyEqualKeysDoNotSpinTheLoop() {
        List<String> inputs = new ArrayList<>(Batches.keyed(700, "p", i -> Kind.GOOD));
        inputs.addAll(Batches.keyed(100, "q", i -> Kind.GOOD));
        inputs.addAll(Collections.nCopies(6_000, inputs.get(inputs.size() - 1)));
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, inputs);

        for (int i = 0; i < 300; i++) {
            nest.step();
        }

        assertTrue(nest.clock.getAsLong() > 0);
        running.run.stop(Reason.DEADLINE);
        assertEquals(6_800, nest.finish(running).outcomes().inputs());
    }

    @Test
    void learnsTheMostInputsHubSpotTakes() {
        nest.hubSpot.answers().mostInputs(30);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(301));

        assertEquals(301, result.outcomes().succeeded());
        // One refused; its hundred in four calls; 201 in seven.
        assertEquals(12, result.calls());
        assertEquals(11, nest.run(Operation.OBJECT_UPSERT, Batches.keyed(301)).calls());
    }

    @Test
    void halvesCallsThatAreTooLarge() {
        nest.hubSpot.answers().tooLargeAbove(13);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(100));

        assertEquals(100, result.outcomes().succeeded());
    }

    @Test
    void halvesCallsWhoseAnswersAreTooLargeToBeRead() {
        nest.hubSpot.answers().tooLargeToReadAbove(25);

        BatchResult result = nest.run(Operation.OBJECT_READ, Batches.keyed(100));

        assertEquals(100, result.outcomes().succeeded());
        assertEquals(1 + 2 + 4, result.calls());
    }

    @Test
    void anAnswerThatStaysTooLargeLeavesItsInputsUnconfirmedAndACreateIsNotSentAgain() {
        nest.hubSpot.answers().tooLargeToReadAbove(0);

        BatchResult read = nest.run(Operation.OBJECT_READ, Batches.keyed(1));
        BatchResult create = nest.run(Operation.OBJECT_CREATE, Batches.creates(2));

        assertEquals(List.of("unconfirmed NO_ANSWER"), Dispatching.words(read));
        assertEquals(5, read.calls());
        assertEquals(List.of("unconfirmed NO_ANSWER", "unconfirmed NO_ANSWER"), Dispatching.words(create));
        assertEquals(1, create.calls());
    }

    @Test
    void rejectsAnInputThatIsTooLargeByItself() {
        nest.hubSpot.answers().refuses(names -> names.contains("k3") ? FakeAnswers.html(413) : null);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(9));

        assertEquals("rejected", Dispatching.word(Recorded.of(result).get(3)));
        assertEquals(8, result.outcomes().succeeded());
    }

    @Test
    void sendsDuplicatesThatHubSpotNamesApartAndInOrder() {
        nest.hubSpot.answers().ignoresCase();
        List<String> inputs = List.of(
                FakeInputs.keyed("Key", "sku", 0, Kind.GOOD),
                FakeInputs.keyed("other", "sku", 1, Kind.GOOD),
                FakeInputs.keyed("KEY", "sku", 2, Kind.GOOD),
                FakeInputs.keyed("key", "sku", 3, Kind.GOOD));

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, inputs);

        assertEquals(4, result.outcomes().succeeded());
        assertEquals(
                List.of(0, 2, 3),
                nest.hubSpot.ledger().stream()
                        .filter(written -> written.name().equalsIgnoreCase("key"))
                        .map(Written::value)
                        .toList());
    }

    /** A contact's other e-mail: HubSpot names one of the two, and neither is at fault. */
    @Test
    void duplicatesUnderDifferentKeysAreSentInDifferentCalls() {
        nest.hubSpot
                .answers()
                .refuses(names -> names.contains("k2") && names.contains("k7")
                        ? FakeAnswers.named(400, "Duplicate IDs found in batch input: [k7]", List.of("k7"))
                        : null);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(10));

        assertEquals(10, result.outcomes().succeeded());
        assertEquals(10, nest.hubSpot.ledger().size());
    }

    @Test
    void equalKeysAreNeverInOneCallAndInTheCallersOrder() {
        List<String> inputs = IntStream.range(0, 60)
                .mapToObj(i -> FakeInputs.keyed("k" + i % 7, "sku", i, Kind.GOOD))
                .toList();

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, inputs);

        assertEquals(60, result.outcomes().succeeded());
        nest.hubSpot
                .received()
                .forEach(call -> assertEquals(
                        call.names().size(), call.names().stream().distinct().count()));
        for (int key = 0; key < 7; key++) {
            String name = "k" + key;
            List<Integer> values = nest.hubSpot.ledger().stream()
                    .filter(written -> written.name().equals(name))
                    .map(Written::value)
                    .toList();
            assertEquals(values.stream().sorted().toList(), values);
        }
    }

    @Test
    void anEmailIsTheSameKeyWhateverItsCase() {
        List<String> inputs = List.of(
                FakeInputs.keyed("a@b.org", "email", 0, Kind.GOOD), FakeInputs.keyed("A@B.org", "email", 1, Kind.GOOD));

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, inputs);

        assertEquals(2, result.calls());
        assertEquals(List.of("a@b.org"), nest.hubSpot.received().get(0).names());
    }

    /** HubSpot may apply the first up to 100 s after it was sent: until then the second must not go. */
    @Test
    void theLaterOfEqualKeysWaitsForAnEarlierOneThatMayArriveLate() {
        nest.hubSpot.faults(call -> call == 0 ? Fault.WRITTEN_LATE : Fault.NONE);
        List<String> inputs =
                List.of(FakeInputs.keyed("k", "sku", 0, Kind.GOOD), FakeInputs.keyed("k", "sku", 1, Kind.GOOD));
        long started = nest.clock.getAsLong();

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, inputs);
        nest.drain();

        assertEquals(2, result.outcomes().succeeded());
        Written last = nest.hubSpot.ledger().get(2);
        assertEquals(1, last.value());
        assertTrue(last.atNanos() - started >= Duration.ofSeconds(100).toNanos());
    }

    @Test
    void theLaterOfEqualKeysIsUnsentIfTheEndComesFirst() {
        nest.hubSpot.faults(call -> call == 0 ? Fault.WRITTEN_LATE : Fault.NONE);
        List<String> inputs = IntStream.range(0, 3)
                .mapToObj(i -> FakeInputs.keyed("k", "sku", i, Kind.GOOD))
                .toList();
        Dispatching.Running running = nest.start(Operation.OBJECT_UPSERT, inputs);
        nest.pass(Duration.ofSeconds(50));

        running.run.stop(Reason.DEADLINE);

        assertEquals(
                List.of("succeeded", "unsent EARLIER_UNCONFIRMED", "unsent EARLIER_UNCONFIRMED"),
                Dispatching.words(nest.finish(running)));
    }

    @Test
    void readsAndArchivesAskOnceAndAnswerEveryPosition() {
        List<String> inputs = List.of(
                FakeInputs.keyed("1", null, 0, Kind.GOOD),
                FakeInputs.keyed("2", null, 0, Kind.MISSING),
                FakeInputs.keyed("1", null, 0, Kind.GOOD),
                FakeInputs.keyed("2", null, 0, Kind.MISSING));

        BatchResult read = nest.run(Operation.OBJECT_READ, inputs);

        assertEquals(List.of("succeeded", "rejected", "succeeded", "rejected"), Dispatching.words(read));
        assertEquals(List.of("1", "2"), nest.hubSpot.received().get(0).names());
        assertEquals(1, read.calls());
        assertEquals(4, nest.run(Operation.OBJECT_ARCHIVE, inputs).outcomes().inputs());
    }

    /** The archive of "0" was sent; a later "0" that was not even looked at yet has its answer all the same. */
    @Test
    void whatAsksTheSameHasTheSameAnswerWhenTheBatchIsStopped() {
        nest.hubSpot.latency(Duration.ofSeconds(5), Duration.ofSeconds(5));
        List<String> inputs = IntStream.range(0, 5_000)
                .mapToObj(i -> FakeInputs.keyed(String.valueOf(i % 2_500), null, 0, Kind.GOOD))
                .toList();
        Dispatching.Running running = nest.start(Operation.OBJECT_ARCHIVE, inputs);

        running.run.stop(Reason.DEADLINE);
        BatchResult result = nest.finish(running);

        assertEquals(1, result.calls());
        assertEquals(200, result.outcomes().succeeded());
        assertEquals("succeeded", Dispatching.word(Recorded.of(result).get(2_500)));
        assertEquals("unsent DEADLINE", Dispatching.word(Recorded.of(result).get(2_600)));
    }

    @Test
    void silenceIsUnconfirmedAndNotRepeated() {
        BatchResult result =
                nest.run(Operation.OBJECT_UPDATE, Batches.keyed(9, null, i -> i == 4 ? Kind.SILENT : Kind.GOOD));

        assertEquals(
                "unconfirmed NOT_MENTIONED",
                Dispatching.word(Recorded.of(result).get(4)));
        assertEquals(8, result.outcomes().succeeded());
        assertEquals(1, result.calls());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "CUT_AFTER_WRITING",
                "CUT_BEFORE_WRITING",
                "BAD_GATEWAY_AFTER_WRITING",
                "UNAVAILABLE_BEFORE_WRITING",
                "TIMED_OUT_AFTER_WRITING",
                "WRITTEN_LATE"
            })
    void aCreateInDoubtIsUnconfirmedAndNeverRepeated(Fault fault) {
        nest.hubSpot.faults(call -> call == 0 ? fault : Fault.NONE);

        BatchResult result = nest.run(Operation.OBJECT_CREATE, Batches.creates(250));
        nest.drain();

        assertEquals(100, result.outcomes().unconfirmed());
        assertEquals(150, result.outcomes().succeeded());
        assertEquals(3, result.calls());
        assertEquals(
                nest.hubSpot.ledger().size(),
                nest.hubSpot.ledger().stream().map(Written::name).distinct().count());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOCKED", "THROTTLED", "NOT_REACHED"})
    void aCreateThatWasRefusedBeforeAnyWorkIsRepeated(Fault fault) {
        nest.hubSpot.faults(call -> call < 2 ? fault : Fault.NONE);

        BatchResult result = nest.run(Operation.OBJECT_CREATE, Batches.creates(7));

        assertEquals(7, result.outcomes().succeeded());
        assertEquals(3, result.calls());
        assertEquals(7, nest.hubSpot.ledger().size());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whatCanBeRepeatedSucceedsInTheEnd(Fault fault) {
        nest.hubSpot.faults(call -> call % 7 == 0 ? fault : Fault.NONE);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(2_003));

        assertEquals(2_003, result.outcomes().succeeded());
    }

    @Test
    void attemptsAreBounded() {
        nest.hubSpot.faults(call -> Fault.CUT_BEFORE_WRITING);

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(1));

        assertEquals(List.of("unconfirmed NO_ANSWER"), Dispatching.words(result));
        assertEquals(5, result.calls());
        assertEquals(4, result.retries());
    }

    @Test
    void aLockThatStaysLeavesUnsent() {
        nest.hubSpot.faults(call -> Fault.LOCKED);

        BatchResult result = nest.run(Operation.OBJECT_CREATE, Batches.creates(3));

        assertEquals(3, result.outcomes().unsent());
        assertEquals(5, result.calls());
    }

    @Test
    void anUnreachableHubSpotIsGivenUpAfterHalfAMinute() {
        nest.hubSpot.faults(call -> Fault.NOT_REACHED);
        long started = nest.clock.getAsLong();

        BatchResult result = nest.run(Operation.OBJECT_CREATE, Batches.creates(3));

        Duration took = Duration.ofNanos(nest.clock.getAsLong() - started);
        assertEquals(
                "unsent UPSTREAM_UNREACHABLE",
                Dispatching.word(Recorded.of(result).get(0)));
        assertTrue(took.toSeconds() >= 30 && took.toSeconds() < 60, () -> "gave up after " + took);
    }

    @Test
    void aRefusalOfARepeatInDoubtSaysNothingAboutTheFirst() {
        nest.hubSpot.faults(call -> call == 0 ? Fault.CUT_AFTER_WRITING : Fault.NONE);
        nest.hubSpot
                .answers()
                .refuses(names -> nest.hubSpot.received().size() > 1
                        ? FakeAnswers.refused(400, "VALIDATION_ERROR", "Something is not valid")
                        : null);

        BatchResult result = nest.run(Operation.OBJECT_UPDATE, Batches.keyed(3, null, i -> Kind.GOOD));

        assertEquals(3, result.outcomes().unconfirmed());
        assertEquals(2, result.calls());
    }

    @Test
    void aRepeatedArchiveThatFindsNothingHasSucceededOneByOne() {
        nest.hubSpot.faults(call -> call == 0 ? Fault.CUT_AFTER_WRITING : Fault.NONE);
        nest.hubSpot
                .answers()
                .refuses(names -> nest.hubSpot.received().size() > 1 && names.contains("k1")
                        ? FakeAnswers.refused(404, "OBJECT_NOT_FOUND", "Not there")
                        : null);

        BatchResult result = nest.run(Operation.OBJECT_ARCHIVE, Batches.keyed(4, null, i -> Kind.GOOD));

        assertEquals(4, result.outcomes().succeeded());
        assertEquals(List.of("k1"), last(nest.hubSpot.received()).names());
    }

    @Test
    void strictCallsAreAllOrNothing() {
        BatchRequest request = Dispatching.request(
                Operation.OBJECT_CREATE, Batches.creates(250, i -> i == 120 ? Kind.BAD : Kind.GOOD), true);

        BatchResult result = nest.finish(nest.start(request));

        assertEquals(150, result.outcomes().succeeded());
        assertEquals(100, result.outcomes().rejected());
        assertEquals(3, result.calls());
        assertEquals(150, nest.hubSpot.ledger().size());
    }

    @Test
    void aStrictBatchThatIsRefusedAsSuchIsNotSentToTheEnd() {
        nest.hubSpot.answers().refuses(names -> FakeAnswers.refused(404, "", "No such type"));
        BatchRequest request = Dispatching.request(Operation.OBJECT_CREATE, Batches.creates(10_000), true);

        BatchResult result = nest.finish(nest.start(request));

        assertEquals(3, result.calls());
        assertEquals(300, result.outcomes().rejected());
        assertEquals(9_700, result.outcomes().unsent());
        assertNotNull(result.common());
    }

    @Test
    void timeSpentWaitingAndAtHubSpotIsAddedUp() {
        nest.permits(1);
        nest.hubSpot.latency(Duration.ofSeconds(2), Duration.ofSeconds(2));

        BatchResult result = nest.run(Operation.OBJECT_UPSERT, Batches.keyed(150));

        assertEquals(Duration.ofSeconds(4), Duration.ofNanos(result.hubSpotNanos()));
        assertEquals(Duration.ofSeconds(10), Duration.ofNanos(result.waitedNanos()));
    }

    @Test
    void aSenderThatFailsLeavesDoubtAndGivesThePermitBack() {
        Dispatcher broken = new Dispatcher(
                nest.dispatcher().accounts(),
                new Parts(
                        call -> {
                            throw new IllegalStateException("a bug");
                        },
                        Dispatching.table(2, new Backoff(Duration.ZERO, Duration.ZERO, () -> 0)),
                        new DispatchConfig(1_000, 10, 0, 0),
                        nest.clock,
                        nest.timer,
                        Watch.NONE,
                        new CallRoom(Long.MAX_VALUE, nest.timer)));

        BatchResult result = nest.finish(nest.start(broken, Operation.OBJECT_CREATE, Batches.creates(2)));

        assertEquals(2, result.outcomes().unconfirmed());
        Account account = nest.dispatcher().accounts().of(Dispatching.TOKEN, null);
        assertEquals(
                7,
                nest.run(Operation.OBJECT_CREATE, Batches.creates(7)).outcomes().succeeded());
        assertFalse(account.isIdle(nest.clock.getAsLong()));
    }

    private static String onlyResult(BatchResult result, int position) {
        if (Recorded.of(result).get(position) instanceof Outcome.Succeeded success) {
            assertEquals(1, success.results().size());
            return success.results().get(0).toString();
        }
        throw new AssertionError(position + " is " + Recorded.of(result).get(position));
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
