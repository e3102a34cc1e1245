package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.ReceivedCall;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

        try (Socket caller = new Socket(gateway().getHost(), gateway().getPort())) {
            byte[] body = deals.body().getBytes(StandardCharsets.UTF_8);
            String head = "POST " + deals.path() + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + token
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
            caller.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().write(body);
            caller.getOutputStream().flush();
            eventually("four calls", () -> hubSpot.summary().calls() >= 4);
        }
        eventually(
                "all calls ended",
                () -> hubSpot.calls().stream().mapToInt(ReceivedCall::status).allMatch(s -> s == 201));
        pause(1_500);

        List<ReceivedCall> calls = hubSpot.calls();
        assertTrue(calls.size() < 20, () -> calls.size() + " calls");
        assertTrue(calls.stream().allMatch(call -> call.status() == 201), calls::toString);
        assertEquals(calls.size() * 100L, truth().written(deals));
        assertEquals(0, hubSpot.doubles());
    }

    private void slow() {
        hubSpot.set(Limits.LATENCY_MAX_MILLIS, 700).set(Limits.LATENCY_MIN_MILLIS, 700);
    }
}
