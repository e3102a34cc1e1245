package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.MissingOnUpdate;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** A batch that runs into a bound of the gateway's own says so, input by input. */
@QuarkusTest
@TestProfile(TightBounds.class)
class BoundsAreToldTest extends OverHttp {
    @Test
    void whatIsNotSingledOutIsUnsentAndNotRejected() {
        hubSpot.set(Behaviour.MISSING_ON_UPDATE, MissingOnUpdate.WHOLE_CALL_404);
        Batch updates = Batch.updates("companies", name, 1_000);
        for (int i = 150; i < 1_000; i += 100) {
            updates = updates.with(i, "{\"id\":\"99" + i + "\",\"properties\":{\"name\":\"x\"}}");
        }

        Answered answer = send(updates);

        assertTruthful(updates, answer);
        assertEquals(207, answer.status());
        assertEquals("gateway.NOT_ISOLATED", answer.subCategory(950));
        assertEquals(Ended.UNSENT, answer.ended(950));
        assertTrue(answer.error(950).encode().contains("Could not get some COMPANY"));
        assertTrue(answer.calls() <= 10 + TightBounds.ISOLATION_CALLS, () -> answer.calls() + " calls");
    }

    @Test
    void theDeadlineHearsOutWhatIsUnderWay() {
        hubSpot.set(Limits.LATENCY_MAX_MILLIS, 1_500).set(Limits.LATENCY_MIN_MILLIS, 1_500);
        Batch deals = Batch.creates("deals", name, 20_000);

        Answered answer = send(deals);
        int calls = hubSpot.summary().calls();
        pause(2_000);

        assertTruthful(deals, answer);
        assertEquals(207, answer.status());
        assertEquals("gateway.DEADLINE", answer.subCategory(19_999));
        assertEquals(0, answer.unconfirmed());
        assertEquals(calls * 100, answer.succeeded());
        assertEquals(calls, hubSpot.summary().calls());
        assertTrue(answer.unsent() > 0, () -> "" + answer.counts());
    }
}
