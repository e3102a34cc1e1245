package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** Answers lost after writing, 502 after writing and 503 before writing, each on 3 % of the calls. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class CreatesAreNeverRepeatedInDoubtTest extends OverHttp {
    private static final double OFTEN = 0.03;
    private static final int INPUTS = 20_000;

    @Test
    void noCreateIsWrittenTwiceAndNoneIsMisreported() {
        loseAnswers();
        Batch deals = Batch.creates("deals", name, INPUTS);

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(0, hubSpot.doubles());
        assertEquals(207, answer.status());
        assertEquals("false", answer.header("X-Should-Retry"));
        assertTrue(answer.unconfirmed() > 0 && answer.unconfirmed() < INPUTS / 5, () -> "" + answer.counts());
        assertEquals(INPUTS, answer.succeeded() + answer.unconfirmed());
    }

    @Test
    void upsertsAllSucceed() {
        loseAnswers();
        Batch tickets = Batch.upserts("tickets", name, INPUTS);

        Answered answer = send(tickets);

        assertTruthful(tickets, answer);
        assertEquals(INPUTS, answer.succeeded());
        assertEquals(200, answer.status());
    }

    private void loseAnswers() {
        hubSpot.add(
                FaultRule.of(new Fault.Cut(Fault.Cut.Moment.AFTER_WRITING))
                        .always()
                        .withProbability(OFTEN),
                FaultRule.of(Fault.status(502).afterWrite()).always().withProbability(OFTEN),
                FaultRule.of(Fault.status(503)).always().withProbability(OFTEN));
    }
}
