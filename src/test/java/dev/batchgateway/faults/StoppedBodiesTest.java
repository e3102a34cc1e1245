package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.testing.Streamed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A JSON body that is answered in lines and does not come to its end: every input has its line all the same. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class StoppedBodiesTest extends OverHttp {
    /** Their lines are about 20 MB, far more than may wait in memory. */
    private static final int INPUTS = 50_000;

    @Test
    void withARefusedTokenEveryInputIsUnsent() {
        hubSpot.add(FaultRule.of(Fault.status(401)).always());
        Batch tickets = Batch.upserts("tickets", name, INPUTS);

        Streamed answer = take(tickets);

        assertEquals(List.of(), truth().breaches(tickets, answer));
        assertEquals(INPUTS, answer.count("unsent"));
        assertEquals("gateway.CREDENTIALS_REFUSED", answer.error(INPUTS - 1).getString("subCategory"));
        assertEquals(1, hubSpot.summary().calls());
    }

    @Test
    void aTokenThatIsRefusedInTheMiddleLeavesTheRestUnsent() {
        hubSpot.add(FaultRule.of(Fault.status(401)).onCalls(20, 20));
        Batch deals = Batch.creates("deals", name, INPUTS);

        Streamed answer = take(deals);

        assertEquals(List.of(), truth().breaches(deals, answer));
        assertTrue(answer.count("succeeded") >= 1_900, () -> answer.summary().encode());
        assertEquals(INPUTS - answer.count("succeeded"), answer.count("unsent"));
        assertEquals("gateway.CREDENTIALS_REFUSED", answer.error(INPUTS - 1).getString("subCategory"));
    }

    @Test
    void aCallerWhoWaitsOneSecondGetsACompleteAccount() {
        slow();
        Batch deals = Batch.creates("deals", name, INPUTS);

        Streamed answer = take(deals, "Prefer", "wait=1");

        assertEquals(List.of(), truth().breaches(deals, answer));
        assertEquals(hubSpot.summary().calls() * 100, answer.count("succeeded"));
        assertEquals(INPUTS, answer.count("succeeded") + answer.count("unsent"));
        assertEquals("gateway.DEADLINE", answer.error(INPUTS - 1).getString("subCategory"));
        assertFalse(answer.summary().containsKey("notReadToTheEnd"));
    }

    /** What stands in line behind an input whose call is under way has not been looked at as a call yet. */
    @Test
    void equalKeysThatStandInLineAreToldToo() {
        slow();
        Batch same = Batch.of(
                Batch.path("tickets", "upsert"),
                INPUTS,
                i -> name + "-" + i,
                i -> "{\"idProperty\":\"unique_key\",\"id\":\"" + name + i % 10 + "\",\"properties\":{\"ref\":\"" + name
                        + "-" + i + "\"}}");

        Streamed answer = take(same, "Prefer", "wait=1");

        assertEquals(List.of(), truth().breaches(same, answer));
        assertEquals(INPUTS, answer.count("succeeded") + answer.count("unsent"));
        assertTrue(IntStream.range(0, 10).allMatch(i -> answer.outcome(i).equals("succeeded")));
    }

    @Test
    void aCallerWhoLeavesStopsTheBatchAndCutsNothing() throws IOException {
        slow();
        Batch deals = Batch.creates("deals", name, INPUTS);

        leave(deals, "application/x-ndjson", 4);

        assertStoppedAndNothingCut(deals);
    }

    private Streamed take(Batch batch, String... headers) {
        return new GatewayCaller(gateway(), token).takeInLines(batch, headers).join();
    }

    private void slow() {
        hubSpot.set(Limits.LATENCY_MAX_MILLIS, 700).set(Limits.LATENCY_MIN_MILLIS, 700);
    }
}
