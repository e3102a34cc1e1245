package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of connection and time: what the caller sees, and what the ledger knows. */
class ConnectionFaultsTest {
    private static final String CREATE = "/crm/v3/objects/deals/batch/create";
    private static final String TWO_DEALS =
            "{\"inputs\":[{\"properties\":{\"dealname\":\"d1\"}},{\"properties\":{\"dealname\":\"d2\"}}]}";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @ParameterizedTest
    @EnumSource(Fault.Cut.Moment.class)
    void aCutConnectionHasNoAnswerWhateverWasWritten(Fault.Cut.Moment moment) {
        simulator.script().add(new Fault.Cut(moment));

        assertThrows(UncheckedIOException.class, this::create);

        boolean before = moment == Fault.Cut.Moment.BEFORE_READING || moment == Fault.Cut.Moment.BEFORE_WRITING;
        assertEquals(before ? 0 : 2, written());
        assertEquals(0, simulator.ledger().calls().get(0).status());
        assertEquals(
                moment == Fault.Cut.Moment.BEFORE_READING ? 0 : 2,
                simulator.ledger().calls().get(0).inputs());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStalledCallIsNeverAnswered(boolean afterWriting) {
        simulator.script().add(new Fault.Stall(afterWriting));

        CompletableFuture<Exchanged> answer = caller.postAsync(CREATE, TWO_DEALS);

        Eventually.reached(() -> simulator.script().played() == 1
                && !simulator.ledger().calls().get(0).body().isEmpty());
        Eventually.reached(() -> written() == (afterWriting ? 2 : 0));
        assertFalse(answer.isDone());
        assertEquals(1, simulator.ledger().summary().mostInFlight());
        answer.cancel(true);
    }

    @Test
    void aLateAnswerComesAfterItsInputsWereWritten() {
        simulator.script().add(new Fault.Late(Duration.ofMillis(800)));

        CompletableFuture<Exchanged> answer = caller.postAsync(CREATE, TWO_DEALS);

        Eventually.reached(() -> written() == 2);
        assertFalse(answer.isDone());
        assertEquals(201, answer.join().status());
    }

    @Test
    void inputsMayBeWrittenAfterTheConnectionWasCut() {
        simulator.script().add(new Fault.ApplyLate(Duration.ofMillis(500)));

        assertThrows(UncheckedIOException.class, this::create);

        assertEquals(0, written());
        Eventually.reached(() -> written() == 2);
        assertEquals(1, simulator.ledger().writes().get(0).call());
    }

    @Test
    void moreCallsAtOnceThanHubSpotTakesAre502() {
        simulator.settings().set(Limits.SIMULTANEOUS_CALLS, 1);
        simulator.script().add(new Fault.Late(Duration.ofMillis(800)));

        CompletableFuture<Exchanged> first = caller.postAsync(CREATE, TWO_DEALS);
        Eventually.reached(() -> written() == 2);

        assertEquals(502, create().status());
        assertEquals(201, first.join().status());
        assertEquals(201, create().status());
    }

    @Test
    void aCallWhoseCallerLeftIsNoLongerInFlight() {
        simulator.settings().set(Limits.SIMULTANEOUS_CALLS, 1);
        simulator.script().add(new Fault.Stall(false));
        CompletableFuture<Exchanged> stalled = caller.postAsync(CREATE, TWO_DEALS);
        Eventually.reached(() -> !simulator.ledger().calls().isEmpty()
                && !simulator.ledger().calls().get(0).body().isEmpty());

        stalled.cancel(true);

        Eventually.reached(() -> create().status() == 201);
    }

    @Test
    void aCallUnderWayForAWhileIsCountedLateAndReadWhole() {
        simulator.settings().set(Limits.QUEUE_MAX_MILLIS, 30);
        String long1 = "x".repeat(3_000_000);

        Exchanged answer = caller.post(CREATE, TWO_DEALS.replace("d1", long1));

        assertEquals(201, answer.status());
        assertEquals(1, simulator.ledger().createsWith("dealname", long1));
    }

    private Exchanged create() {
        return caller.post(CREATE, TWO_DEALS);
    }

    private long written() {
        return simulator.ledger().summary().writes();
    }
}
