package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.GatewayAnswer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * HubSpot takes longer over a create than its SDKs wait: they close the connection and send it again, marked. Nothing
 * is created twice, and they get the answer of the create that was there all the time.
 */
@QuarkusTest
@TestProfile(SdkTimes.class)
class SlowCreateTest extends OverHttp {
    private static final Logger LOG = Logger.getLogger(SlowCreateTest.class);
    /** As long as HubSpot works on a call before it gives up. */
    private static final Duration CREATE = SdkTimes.of(Duration.ofSeconds(100));

    private static final Duration NEXT_CREATE = SdkTimes.of(Duration.ofSeconds(40));
    private static final Duration SDK_TIMEOUT = SdkTimes.of(Duration.ofSeconds(60));

    /** The first batch of a program takes a while, which is much beside times that are so short. */
    @BeforeEach
    void somebodyElseHasAsked() {
        assertEquals(
                201,
                send(token + "-else", Batch.creates("deals", name + "else", 1)).status());
        hubSpot.reset();
        hubSpotIsFastAndLarge();
    }

    @Test
    void anSdkThatGivesUpHasItsAnswerWhenItSendsAgain() {
        hubSpot.add(FaultRule.of(new Fault.Late(CREATE)));
        Batch deals = Batch.creates("deals", name, 100);
        SdkCaller sdk = new SdkCaller(gateway(), token, SDK_TIMEOUT);

        GatewayAnswer answer = send(sdk, deals);

        assertEquals("time-out", sdk.attempts().get(0));
        assertEquals(201, answer.status());
        assertEquals(deals.marks(), answer.properties("ref"));
        assertMadeOnce(deals, 1);
    }

    /** The SDKs send again twice at most. */
    @Test
    void anSdkThatGivesUpTwiceHasItsAnswerInItsLastAttempt() {
        hubSpot.add(FaultRule.of(new Fault.Late(CREATE)));
        hubSpot.add(FaultRule.of(new Fault.Late(NEXT_CREATE)));
        Batch deals = Batch.creates("deals", name, 150);
        SdkCaller sdk = new SdkCaller(gateway(), token, SDK_TIMEOUT);

        GatewayAnswer answer = send(sdk, deals);

        assertEquals(List.of("time-out", "time-out", "201"), sdk.attempts());
        assertEquals(deals.marks(), answer.properties("ref"));
        assertMadeOnce(deals, 2);
    }

    private GatewayAnswer send(SdkCaller sdk, Batch deals) {
        long started = System.nanoTime();
        GatewayAnswer answer = sdk.send(deals.path(), deals.body());
        LOG.infof(
                "An SDK that waits %d ms had %s after %d ms, %s created, %d calls, %d doubles",
                SDK_TIMEOUT.toMillis(),
                sdk.attempts(),
                (System.nanoTime() - started) / 1_000_000,
                truth().written(deals),
                hubSpot.summary().calls(),
                hubSpot.doubles());
        return answer;
    }

    private void assertMadeOnce(Batch deals, int calls) {
        assertEquals(calls, hubSpot.summary().calls());
        assertEquals(deals.marks().size(), truth().written(deals));
        assertEquals(0, hubSpot.doubles());
    }
}
