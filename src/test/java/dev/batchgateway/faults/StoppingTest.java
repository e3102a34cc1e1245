package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.Limits;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever ends a batch: no new call, calls under way are heard out, and the ledger agrees with every word. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class StoppingTest extends OverHttp {
    private static final int INPUTS = 20_000;

    @Test
    void aCallerWhoWaitsOneSecondGetsACompleteAccount() {
        slow();
        Batch deals = Batch.creates("deals", name, INPUTS);

        Answered answer = send(deals, "Prefer", "wait=1");
        int calls = hubSpot.summary().calls();
        pause(1_000);

        assertTruthful(deals, answer);
        assertEquals(207, answer.status());
        assertEquals("wait=1", answer.header("Preference-Applied"));
        assertEquals("gateway.DEADLINE", answer.subCategory(INPUTS - 1));
        assertEquals(List.of(calls * 100, 0, 0, INPUTS - calls * 100), answer.counts());
        assertEquals(calls, hubSpot.summary().calls());
    }

    @Test
    void whatWaitsForItsRepeatWhenTheTimeIsOverIsUnconfirmed() {
        hubSpot.add(FaultRule.of(Fault.status(502).afterWrite()));
        Batch tickets = Batch.upserts("tickets", name, 300);

        Answered answer = send(tickets, "Prefer", "wait=1");

        assertTruthful(tickets, answer);
        assertEquals(List.of(200, 0, 100, 0), answer.counts());
        assertEquals("gateway.NO_ANSWER", answer.subCategory(99));
        assertEquals("false", answer.header("X-Should-Retry"));
    }

    @Test
    void aCallerWhoLeavesStopsTheBatchAndCutsNothing() throws IOException {
        slow();
        Batch deals = Batch.creates("deals", name, INPUTS);

        leave(deals, 4);

        assertStoppedAndNothingCut(deals);
    }

    private void slow() {
        hubSpot.set(Limits.LATENCY_MAX_MILLIS, 700).set(Limits.LATENCY_MIN_MILLIS, 700);
    }
}
