package dev.batchgateway.resume;

import static dev.batchgateway.resume.Visits.COUNTED;
import static dev.batchgateway.resume.Visits.MARKED;
import static dev.batchgateway.resume.Visits.UNMARKED;
import static dev.batchgateway.resume.Visits.creates;
import static dev.batchgateway.resume.Visits.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Reason;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.BatchRun;
import dev.batchgateway.telemetry.ResendMeters;
import dev.batchgateway.testing.FakeHubSpot.Fault;
import dev.batchgateway.testing.FakeInputs;
import dev.batchgateway.testing.Polling;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who leaves and comes back: what is joined and what is not, what is sent once more, and how long and how much is kept. */
class RecordsTest {
    private static final Duration LITTLE = Duration.ofMillis(500);
    private static final Resend KEYED = Resend.of("order-4711", null);

    private final Visits visits = new Visits();

    @AfterEach
    void close() {
        visits.close();
    }

    @Test
    void aMarkedRequestJoinsTheBatchThatRunsAndBothGetTheSameAnswer() {
        Visit first = visits.creates(UNMARKED, creates("a", 250));
        visits.pass(Duration.ofMillis(50));
        Visit second = visits.creates(MARKED, creates("a", 250));

        visits.answered(first);
        visits.answered(second);

        String told = first.reads(visits::run);
        assertTrue(told.contains("\"a249\""), told);
        assertEquals(told, second.takes(visits::run));
        assertEquals(first.settled().totalNanos(), second.settled().totalNanos());
        assertTrue(visits.allWritten("a", 250, 1));
        assertEquals(List.of(Found.RUNNING), visits.found);
    }

    @Test
    void aBatchGoesOnAsLongAsSomebodyListens() {
        Visit first = visits.creates(UNMARKED, creates("a", 1_000));
        Visit second = visits.creates(MARKED, creates("a", 1_000));
        first.leaves();

        visits.answered(second);

        assertEquals(1_000, outcomes(second).succeeded());
        assertEquals(10, second.settled().result().calls());
    }

    @Test
    void aBatchWhoseCallerLeftStopsAndGoesOnWhenHeComesBack() {
        visits.hubSpot.latency(Duration.ofSeconds(5), Duration.ofSeconds(5));
        Visit first = visits.creates(UNMARKED, creates("a", 1_000));
        visits.pass(Duration.ofSeconds(6));
        first.leaves();
        visits.pass(LITTLE);
        int sentBefore = visits.hubSpot.received().size();
        Visit second = visits.creates(MARKED, creates("a", 1_000));

        visits.answered(second);

        assertTrue(sentBefore < 10, () -> sentBefore + " calls");
        assertEquals(1_000, outcomes(second).succeeded());
        assertEquals(10, visits.hubSpot.received().size());
        assertEquals(1, visits.runs, "it goes on, and is not run once more");
        assertTrue(visits.allWritten("a", 1_000, 1));
        assertEquals(List.of(Found.RUNNING), visits.found);
    }

    @Test
    void whatWasNotSentWhenTheBatchEndedIsSentForWhoComesBack() {
        Visit first = visits.creates(UNMARKED, creates("a", 1_000));
        first.leaves();
        visits.pass(Duration.ofSeconds(5));
        int sentBefore = visits.hubSpot.received().size();
        Visit second = visits.creates(MARKED, creates("a", 1_000));

        visits.answered(second);

        assertEquals(1, sentBefore);
        assertEquals(1_000, outcomes(second).succeeded());
        assertEquals(10, second.settled().result().calls());
        assertTrue(visits.allWritten("a", 1_000, 1));
        assertEquals(List.of(Found.ENDED), visits.found);
        String told = second.takes(visits::run);
        assertFalse(told.contains("\"errors\""), told);
        assertTrue(told.indexOf("\"a99\"") < told.indexOf("\"a100\""), "in the caller's order");
    }

    @Test
    void whatHasSettledIsAnsweredWithoutAnotherCall() {
        Visit first = visits.creates(UNMARKED, creates("a", 100));
        first.leaves();
        visits.pass(Duration.ofSeconds(5));
        visits.hubSpot.answers().refuses(names -> new Reply.Refused(500, null, "", -1));
        Visit second = visits.creates(MARKED, creates("a", 100));
        visits.answered(second);

        assertEquals(100, outcomes(second).succeeded());
        assertEquals(1, visits.hubSpot.received().size());
    }

    @Test
    void anUnconfirmedCreateStaysUnconfirmed() {
        visits.hubSpot.faults(call -> call == 0 ? Fault.CUT_AFTER_WRITING : Fault.NONE);
        Visit first = visits.creates(UNMARKED, creates("a", 250));
        first.leaves();
        visits.pass(Duration.ofSeconds(5));
        Visit second = visits.creates(MARKED, creates("a", 250));

        visits.answered(second);

        assertEquals(100, outcomes(second).unconfirmed());
        assertEquals(150, outcomes(second).succeeded());
        assertTrue(visits.allWritten("a", 250, 1));
    }

    /** No second answer says what became of the first attempt, which may yet be applied after a later value. */
    @Test
    void anUnconfirmedUpsertStaysUnconfirmed() {
        visits.hubSpot.faults(call -> call == 0 ? Fault.CUT_AFTER_WRITING : Fault.NONE);
        Visit first = visits.sends(UNMARKED, Operation.OBJECT_UPSERT, upserts("a", 250));
        first.leaves();
        visits.pass(Duration.ofSeconds(5));
        Visit second = visits.sends(MARKED, Operation.OBJECT_UPSERT, upserts("a", 250));

        visits.answered(second);

        assertEquals(100, outcomes(second).unconfirmed());
        assertEquals(150, outcomes(second).succeeded());
        assertTrue(visits.allWritten("a", 250, 1));
        assertEquals(List.of(Found.ENDED), visits.found);
    }

    @Test
    void anUnconfirmedReadIsAskedAgain() {
        visits.hubSpot.faults(call -> call == 0 ? Fault.CUT_AFTER_WRITING : Fault.NONE);
        Visit first = visits.sends(UNMARKED, Operation.OBJECT_READ, upserts("a", 250));
        first.leaves();
        visits.pass(Duration.ofSeconds(5));
        Visit second = visits.sends(MARKED, Operation.OBJECT_READ, upserts("a", 250));

        visits.answered(second);

        assertEquals(250, outcomes(second).succeeded());
        assertEquals(List.of(Found.ENDED), visits.found);
    }

    /** The earlier value would be written over the later one. */
    @Test
    void anUnsentInputIsNotSentWhenALaterOneOfItsKeyHasBeen() {
        List<String> inputs = List.of(
                FakeInputs.keyed("k", "sku", 1, FakeInputs.Kind.GOOD),
                FakeInputs.keyed("k", "sku", 2, FakeInputs.Kind.GOOD));
        visits.hubSpot.faults(call -> call < 5 ? Fault.LOCKED : Fault.NONE);
        Visit first = visits.answered(visits.sends(UNMARKED, Operation.OBJECT_UPSERT, inputs));
        assertEquals(
                List.of(1, 1),
                List.of(outcomes(first).succeeded(), outcomes(first).unsent()));
        first.leaves();
        visits.run();
        Visit second = visits.sends(MARKED, Operation.OBJECT_UPSERT, inputs);
        visits.answered(second);

        assertEquals(List.of(Found.ENDED), visits.found);
        assertEquals(
                List.of(2),
                visits.hubSpot.ledger().stream().map(write -> write.value()).toList());
        assertEquals(1, outcomes(second).unsent());
    }

    /** What stopped it for good while it was heard out is not taken back by a caller who comes. */
    @Test
    void aBatchWhoseTimeWasOverAfterItsCallerHadLeftIsRunOnceMore() {
        visits.hubSpot.latency(Duration.ofSeconds(5), Duration.ofSeconds(5));
        Visit first = visits.creates(UNMARKED, creates("a", 1_000));
        visits.pass(Duration.ofSeconds(6));
        first.leaves();
        visits.pass(LITTLE);
        BatchRun run = visits.lastRun.get();
        assertNotNull(run);
        run.stop(Reason.DEADLINE);
        Visit second = visits.creates(MARKED, creates("a", 1_000));

        visits.answered(second);

        assertEquals(2, visits.runs);
        assertEquals(1_000, outcomes(second).succeeded());
        assertTrue(visits.allWritten("a", 1_000, 1));
    }

    @Test
    void theBodyIsFreeWhenTheBatchHasEnded() {
        WeakReference<?> body = bodyOfOneWhoLeft(visits);

        assertTrue(visits.records.keptBytes() > 0);
        assertTrue(isFreed(body));
    }

    @Test
    void theAnswerIsFreeWhenThereIsNoRoomToKeepIt() {
        try (Visits cramped = new Visits(Visits.RESUME, 2_000)) {
            WeakReference<?> body = bodyOfOneWhoLeft(cramped);

            assertEquals(0, cramped.room.bytes());
            assertTrue(isFreed(cramped.lastStore));
            assertTrue(isFreed(body));
            assertEquals(
                    Found.NOT_KEPT, cramped.creates(MARKED, creates("a", 100)).denied());
        }
    }

    @Test
    void whatIsKeptIsCountedWithAllItCosts() {
        bodyOfOneWhoLeft(visits);

        assertTrue(
                visits.room.bytes() >= visits.records.keptBytes(),
                () -> visits.room.bytes() + " bytes of " + visits.records.keptBytes());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ResendMeters.show(visits.records, registry);
        Gauge gauge = registry.find("gateway.resume.bytes").gauge();
        assertNotNull(gauge);
        assertEquals(visits.records.keptBytes(), (long) gauge.value());
        assertTrue(gauge.value() > 0);
    }

    private static WeakReference<?> bodyOfOneWhoLeft(Visits where) {
        Visit visit = where.creates(UNMARKED, creates("a", 100));
        visit.leaves();
        where.pass(Duration.ofSeconds(5));
        return visit.body();
    }

    private static boolean isFreed(WeakReference<?> what) {
        return Polling.until(Duration.ofSeconds(10), () -> {
            System.gc();
            return what.get() == null;
        });
    }

    @Test
    void anAnswerOnDiskIsReadBackForWhoComesBackAndThenDeleted() {
        try (Visits cramped = new Visits(Visits.RESUME, 10_000_000, 1)) {
            cramped.creates(UNMARKED, creates("a", 3_000)).leaves();
            cramped.pass(Duration.ofSeconds(5));
            Visit second = cramped.answered(cramped.creates(MARKED, creates("a", 3_000)));
            assertTrue(cramped.spool.bytes() > 0);
            String told = second.takes(cramped::run);
            Visit third = cramped.answered(cramped.creates(MARKED, creates("a", 3_000)));

            assertEquals(told, third.takes(cramped::run));
            assertTrue(told.indexOf("\"a10\"") < told.indexOf("\"a2999\""), "all, and in the caller's order");
            cramped.pass(Visits.RESUME.plusSeconds(1));
            assertTrue(Polling.until(Duration.ofSeconds(10), () -> cramped.spool.bytes() == 0));
            assertEquals(0, cramped.room.bytes());
        }
    }

    /** Nobody knows what it had sent. */
    @Test
    void aCreateWhoseRunBrokeIsRefusedUntilItsTimeIsOver() {
        visits.breaks = true;
        Visit first = visits.answered(visits.creates(COUNTED, creates("a", 100)));
        assertNotNull(first.failure());
        visits.breaks = false;

        assertEquals(Found.NOT_KEPT, visits.creates(MARKED, creates("a", 100)).denied());
        assertEquals(0, visits.room.bytes());

        visits.pass(Visits.RESUME.plusSeconds(1));
        Visit late = visits.answered(visits.creates(MARKED, creates("a", 100)));
        assertEquals(100, outcomes(late).succeeded());
    }

    @Test
    void whoWasLedToARunThatBreaksDoesNotMakeItForgotten() {
        visits.breaks = true;
        visits.creates(COUNTED, creates("a", 100));
        while (visits.hubSpot.ended().isEmpty()) {
            visits.timer.runNext();
        }
        Visit led = visits.arrives(MARKED, creates("a", 100));
        visits.run();
        visits.breaks = false;

        assertEquals(Found.NOT_KEPT, led.denied());
        assertEquals(Found.NOT_KEPT, visits.creates(MARKED, creates("a", 100)).denied());
        assertTrue(visits.allWritten("a", 100, 1));
    }

    @Test
    void whoAsksForAnotherFormOfAnswerIsRefusedAndNothingIsDoneTwice() {
        Visit first = visits.creates(COUNTED, creates("a", 100));
        visits.answered(first);
        Visit other = visits.sends(MARKED, Operation.OBJECT_CREATE, creates("a", 100), "json/json minimal");
        Visit same = visits.creates(MARKED, creates("a", 100));

        assertEquals(Found.OTHER_FORM, other.denied());
        assertEquals(100, outcomes(visits.answered(same)).succeeded());
        assertTrue(visits.allWritten("a", 100, 1));
    }

    @Test
    void ofEqualBatchesTheOneWithTheSameFormOfAnswerIsJoined() {
        visits.sends(UNMARKED, Operation.OBJECT_CREATE, creates("a", 100), "json/json minimal")
                .leaves();
        visits.run();
        Visit first = visits.creates(UNMARKED, creates("a", 100));
        Visit second = visits.creates(MARKED, creates("a", 100));
        visits.answered(second);

        assertEquals(first.reads(visits::run), second.reads(visits::run));
        assertTrue(visits.allWritten("a", 100, 2));
    }

    @Test
    void whoComesWhileTheRegisterIsAskedForSomebodyWhoHasLeftIsServed() {
        visits.register.isSlow = true;
        visits.creates(MARKED, creates("a", 100)).leaves();
        visits.run();
        visits.register.answersNow();
        Visit second = visits.arrives(MARKED, creates("a", 100));
        visits.run();

        assertEquals(100, outcomes(visits.answered(second)).succeeded());
        assertTrue(visits.allWritten("a", 100, 1));
        assertEquals(List.of(Found.NOTHING), visits.found);
    }

    @Test
    void nothingIsLeftOfWhoLeftWhileTheRegisterWasAsked() {
        visits.register.isSlow = true;
        visits.creates(MARKED, creates("a", 100)).leaves();
        visits.run();
        visits.register.answersNow();
        visits.run();

        assertEquals(0, visits.hubSpot.received().size());
        assertEquals(0, visits.room.callers());
        assertEquals("release", visits.register.told.get(visits.register.told.size() - 1));
    }

    @Test
    void whoLeavesAgainAndComesBackAgainLosesNothing() {
        visits.creates(UNMARKED, creates("a", 2_000)).leaves();
        visits.pass(Duration.ofSeconds(2));
        visits.creates(MARKED, creates("a", 2_000)).leaves();
        visits.pass(Duration.ofSeconds(2));
        Visit third = visits.creates(Resend.of(null, "2"), creates("a", 2_000));

        visits.answered(third);

        assertEquals(2_000, outcomes(third).succeeded());
        assertTrue(visits.allWritten("a", 2_000, 1));
    }

    @Test
    void equalRequestsWithoutAMarkAreNeverJoined() {
        Visit one = visits.creates(UNMARKED, creates("a", 100));
        Visit other = visits.creates(COUNTED, creates("a", 100));
        one.leaves();
        visits.pass(Duration.ofSeconds(5));
        Visit third = visits.creates(UNMARKED, creates("a", 100));

        visits.answered(third);

        assertTrue(other.isAnswered());
        assertTrue(visits.allWritten("a", 100, 3));
        assertEquals(List.of(), visits.found);
    }

    @Test
    void ofEqualBatchesTheOneWhoseCallerLeftIsJoined() {
        Visit stays = visits.creates(UNMARKED, creates("a", 1_000));
        Visit leaves = visits.creates(UNMARKED, creates("a", 1_000));
        leaves.leaves();
        visits.run();
        Visit back = visits.creates(MARKED, creates("a", 1_000));

        visits.answered(stays);
        visits.answered(back);

        assertTrue(visits.allWritten("a", 1_000, 2));
        assertEquals(1_000, outcomes(back).succeeded());
    }

    @Test
    void anotherBodyIsAnotherBatchHoweverItIsMarked() {
        visits.creates(UNMARKED, creates("a", 100)).leaves();
        Visit other = visits.creates(MARKED, creates("b", 100));

        visits.answered(other);

        assertTrue(visits.allWritten("b", 100, 1));
        assertEquals(List.of(Found.NOTHING), visits.found);
    }

    @Test
    void aRecordIsKeptForItsTimeAndThenGivesAllItsRoomBack() {
        visits.creates(UNMARKED, creates("a", 100)).leaves();
        visits.pass(Duration.ofSeconds(2));
        assertTrue(visits.records.keptBytes() > 4_000 && visits.room.bytes() > 0);
        visits.pass(Visits.RESUME.minusSeconds(3));
        assertTrue(visits.records.keptBytes() > 0);

        visits.pass(Duration.ofSeconds(3));
        Visit late = visits.creates(MARKED, creates("a", 100));
        visits.answered(late).takes(visits::run);

        assertEquals(List.of(Found.NOTHING), visits.found);
        assertTrue(visits.allWritten("a", 100, 2));
        // It was counted, so that it may come a third time; then nothing is left.
        visits.pass(Visits.RESUME.plusSeconds(1));
        assertEquals(0, visits.records.keptBytes());
        assertEquals(0, visits.room.bytes());
    }

    @Test
    void anAnswerThatWasTakenIsForgottenUnlessItsCallerCountsHisAttempts() {
        Visit uncounted = visits.creates(UNMARKED, creates("a", 100));
        visits.answered(uncounted).takes(visits::run);
        assertEquals(0, visits.room.bytes());

        Visit counted = visits.creates(COUNTED, creates("b", 100));
        String told = visits.answered(counted).takes(visits::run);
        Visit again = visits.creates(MARKED, creates("b", 100));

        assertEquals(told, visits.answered(again).takes(visits::run));
        assertTrue(visits.allWritten("b", 100, 1));
    }

    @Test
    void anUpsertThatWasTakenIsForgottenThoughItsCallerCounts() {
        Visit counted = visits.sends(COUNTED, Operation.OBJECT_UPSERT, upserts("a", 100));

        visits.answered(counted).takes(visits::run);

        assertEquals(0, visits.records.keptBytes());
        assertEquals(0, visits.room.bytes());
    }

    /** As after a 503 or 429: whoever sends it again wants it sent. */
    @Test
    void aBatchOfWhichNothingWasWrittenIsServedAnewWhenItComesAgain() {
        visits.hubSpot.faults(call -> call < 100 ? Fault.NOT_REACHED : Fault.NONE);
        Visit first = visits.creates(COUNTED, creates("a", 100));
        visits.answered(first).takes(visits::run);
        assertEquals(100, outcomes(first).unsent());
        visits.hubSpot.faults(call -> Fault.NONE);
        Visit again = visits.creates(MARKED, creates("a", 100));

        visits.answered(again);

        assertEquals(100, outcomes(again).succeeded());
        assertEquals(List.of(Found.NOTHING), visits.found);
    }

    @Test
    void withoutRoomACreateThatComesBackIsRefusedAndAnUpsertIsSentAgain() {
        try (Visits cramped = new Visits(Visits.RESUME, 2_000)) {
            cramped.creates(UNMARKED, creates("a", 100)).leaves();
            cramped.sends(UNMARKED, Operation.OBJECT_UPSERT, upserts("u", 100)).leaves();
            cramped.pass(Duration.ofSeconds(5));

            Visit create = cramped.creates(MARKED, creates("a", 100));
            Visit upsert = cramped.sends(MARKED, Operation.OBJECT_UPSERT, upserts("u", 100));

            assertEquals(Found.NOT_KEPT, create.denied());
            assertTrue(cramped.allWritten("a", 100, 1));
            assertEquals(100, outcomes(cramped.answered(upsert)).succeeded());
            assertEquals(List.of(Found.NOT_KEPT, Found.NOTHING), cramped.found);
            assertTrue(cramped.records.keptBytes() <= 2_000);
        }
    }

    @Test
    void withNoRoomAtAllACreateIsStillNotDoneTwice() {
        try (Visits cramped = new Visits(Visits.RESUME, 0)) {
            cramped.creates(UNMARKED, creates("a", 100)).leaves();
            cramped.pass(Duration.ofSeconds(5));

            assertEquals(
                    Found.NOT_KEPT, cramped.creates(MARKED, creates("a", 100)).denied());
            assertTrue(cramped.allWritten("a", 100, 1));
            cramped.pass(Visits.RESUME);
            cramped.answered(cramped.creates(MARKED, creates("a", 100)));
            assertTrue(cramped.allWritten("a", 100, 2));
        }
    }

    @Test
    void whoWasWrittenHisAnswerMakesRoomForWhoLeft() {
        visits.creates(UNMARKED, creates("r0-", 100)).leaves();
        visits.pass(Duration.ofSeconds(2));
        try (Visits cramped = new Visits(Visits.RESUME, 2 * visits.records.keptBytes() + 1_000)) {
            cramped.creates(UNMARKED, creates("r0-", 100)).leaves();
            cramped.pass(Duration.ofSeconds(2));
            cramped.answered(cramped.creates(COUNTED, creates("r1-", 100))).takes(cramped::run);
            cramped.creates(UNMARKED, creates("r2-", 100)).leaves();
            cramped.pass(Duration.ofSeconds(2));

            assertEquals(
                    Found.NOT_KEPT, cramped.creates(MARKED, creates("r1-", 100)).denied());
            assertTrue(cramped.creates(MARKED, creates("r0-", 100)).isAnswered());
            assertEquals(List.of(Found.NOT_KEPT, Found.ENDED), cramped.found);
        }
    }

    @Test
    void theOldestGoFirst() {
        visits.creates(UNMARKED, creates("r0-", 100)).leaves();
        visits.pass(Duration.ofSeconds(2));
        long most = 3 * visits.records.keptBytes();
        try (Visits cramped = new Visits(Visits.RESUME, most)) {
            for (int i = 0; i < 5; i++) {
                cramped.creates(UNMARKED, creates("r" + i + "-", 100)).leaves();
                cramped.pass(Duration.ofSeconds(2));
            }

            assertEquals(
                    Found.NOT_KEPT, cramped.creates(MARKED, creates("r0-", 100)).denied());
            assertEquals(
                    100,
                    outcomes(cramped.answered(cramped.creates(MARKED, creates("r4-", 100))))
                            .succeeded());
            assertEquals(1, cramped.written("r4-0"));
            assertTrue(cramped.records.keptBytes() <= most);
        }
    }

    @Test
    void aKeyJoinsWithoutAMarkRunningOrTaken() {
        Visit first = visits.creates(KEYED, creates("a", 100));
        Visit running = visits.creates(KEYED, creates("a", 100));
        String told = visits.answered(first).takes(visits::run);
        assertEquals(told, visits.answered(running).takes(visits::run));
        Visit later = visits.creates(KEYED, creates("a", 100));

        assertEquals(told, visits.answered(later).takes(visits::run));
        assertTrue(visits.allWritten("a", 100, 1));
        assertEquals(List.of(Found.NOTHING, Found.RUNNING, Found.ENDED), visits.found);
    }

    @Test
    void aKeyWithAnotherBodyIsRefused() {
        Visit first = visits.creates(KEYED, creates("a", 100));
        Visit other = visits.creates(KEYED, creates("b", 100));

        assertEquals(Found.KEY_REUSED, other.denied());
        assertEquals(100, outcomes(visits.answered(first)).succeeded());
        assertEquals(0, visits.written("b0"));
    }

    @Test
    void anotherKeyIsAnotherBatchAndSoIsNoneWithoutAMark() {
        visits.answered(visits.creates(KEYED, creates("a", 100)));
        visits.answered(visits.creates(Resend.of("order-4712", "1"), creates("a", 100)));
        visits.answered(visits.creates(COUNTED, creates("a", 100)));

        assertTrue(visits.allWritten("a", 100, 3));
    }

    @Test
    void aBatchThatHadAKeyIsFoundByItsMarkAlone() {
        visits.creates(KEYED, creates("a", 100)).leaves();
        visits.pass(Duration.ofSeconds(5));
        assertEquals(2, visits.register.held.size(), "others know it by both names");
        Visit second = visits.creates(MARKED, creates("a", 100));

        visits.answered(second).takes(visits::run);

        assertEquals(List.of(Found.NOTHING, Found.ENDED), visits.found);
        assertTrue(visits.allWritten("a", 100, 1));
        visits.pass(Visits.RESUME.plusSeconds(1));
        assertEquals(0, visits.register.held.size());
        assertEquals(0, visits.room.bytes());
    }

    @Test
    void aRecordOfAnotherGatewayIsRefused() {
        visits.register.answer = Owners.Owner.ELSEWHERE;
        Visit marked = visits.creates(MARKED, creates("a", 100));
        visits.register.answer = Owners.Owner.OTHER_REQUEST;
        Visit keyed = visits.creates(KEYED, creates("b", 100));

        assertEquals(Found.ELSEWHERE, marked.denied());
        assertEquals(Found.KEY_REUSED, keyed.denied());
        assertEquals(List.of(), visits.hubSpot.received());
        assertEquals(0, visits.room.bytes());
        assertEquals(List.of(Found.ELSEWHERE, Found.KEY_REUSED), visits.found);
    }

    @Test
    void withoutTheRegisterCreatesThatMayHaveBeenSentAreRefusedAndNothingElse() {
        visits.register.answer = Owners.Owner.LOST;

        Visit marked = visits.creates(MARKED, creates("a", 100));
        Visit keyed = visits.creates(KEYED, creates("b", 100));
        Visit first = visits.creates(COUNTED, creates("c", 100));
        Visit upsert = visits.sends(MARKED, Operation.OBJECT_UPSERT, upserts("u", 100));

        assertEquals(Found.UNKNOWN, marked.denied());
        assertEquals(Found.UNKNOWN, keyed.denied());
        assertEquals(100, outcomes(visits.answered(first)).succeeded());
        assertEquals(100, outcomes(visits.answered(upsert)).succeeded());
    }

    @Test
    void otherGatewaysAreToldOfACreateFromItsBeginningToItsEnd() {
        Visit create = visits.creates(UNMARKED, creates("a", 100));
        assertEquals(List.of("hold " + Visits.HOLD.toSeconds()), visits.register.told);

        visits.answered(create).takes(visits::run);

        assertEquals(List.of("hold " + Visits.HOLD.toSeconds(), "release"), visits.register.told);
    }

    @Test
    void ofAnUpsertTheyAreToldWhenItsCallerLeaves() {
        Visit upsert = visits.sends(UNMARKED, Operation.OBJECT_UPSERT, upserts("u", 100));
        assertEquals(List.of(), visits.register.told);

        upsert.leaves();
        visits.pass(Duration.ofSeconds(2));
        assertEquals(
                List.of("hold " + Visits.HOLD.toSeconds(), "hold " + Visits.RESUME.toSeconds()), visits.register.told);

        visits.pass(Visits.RESUME);
        assertEquals("release", visits.register.told.get(2));
    }

    /** What goes on may take longer than what is kept would have been. */
    @Test
    void othersAreToldAgainOfARecordThatSomebodyComesBackFor() {
        visits.creates(UNMARKED, creates("a", 250)).leaves();
        visits.pass(Duration.ofSeconds(5));
        assertEquals(List.of(Visits.RESUME), List.copyOf(visits.register.held.values()));

        visits.creates(MARKED, creates("a", 250));

        assertEquals(List.of(Visits.HOLD), List.copyOf(visits.register.held.values()));
    }

    @Test
    void switchedOffNothingIsKeptAndNothingIsJoined() {
        try (Visits off = new Visits(Duration.ZERO, 10_000_000)) {
            off.creates(KEYED, creates("a", 100)).leaves();
            off.pass(Duration.ofSeconds(5));
            assertEquals(0, off.room.bytes());
            Visit again = off.creates(KEYED, creates("a", 100));

            off.answered(again).takes(off::run);

            assertTrue(off.allWritten("a", 100, 2));
            assertEquals(List.of(), off.found);
            assertEquals(List.of(), off.register.told);
            assertEquals(0, off.room.bytes());
        }
    }

    /** HubSpot may yet apply the first one; the second must not be overtaken by it. */
    @Test
    void anInputBehindAnUnconfirmedOneOfItsKeyIsNotSentByWhoComesBack() {
        List<String> inputs = List.of(
                FakeInputs.keyed("k", "sku", 1, FakeInputs.Kind.GOOD),
                FakeInputs.keyed("k", "sku", 2, FakeInputs.Kind.GOOD));
        visits.hubSpot.faults(call -> Fault.WRITTEN_LATE);
        Visit first = visits.sends(UNMARKED, Operation.OBJECT_UPSERT, inputs);
        visits.pass(LITTLE);
        first.leaves();
        visits.pass(LITTLE);
        visits.hubSpot.faults(call -> Fault.NONE);
        Visit second = visits.sends(MARKED, Operation.OBJECT_UPSERT, inputs);
        visits.answered(second);

        assertEquals(1, outcomes(second).unconfirmed());
        assertEquals(1, outcomes(second).unsent());
        assertTrue(second.takes(visits::run).contains("gateway.EARLIER_UNCONFIRMED"));
    }

    @Test
    void aRefusalOfTheWholeBatchIsTheAnswerOfWhoComesBackToo() {
        visits.hubSpot.answers().refuses(names -> new Reply.Refused(401, null, "", -1));
        Visit first = visits.creates(UNMARKED, creates("a", 250));
        Visit second = visits.creates(MARKED, creates("a", 250));
        first.leaves();
        visits.answered(second);

        Reply.Refused common = second.settled().result().common();
        assertEquals(401, common == null ? 0 : common.status());
    }

    private static Outcomes outcomes(Visit visit) {
        return visit.settled().result().outcomes();
    }
}
