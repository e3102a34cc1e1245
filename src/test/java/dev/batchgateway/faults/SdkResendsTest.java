package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.testing.GatewayAnswer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * HubSpot's newer SDKs send again what was refused for now, and are served then; what may have been written they are
 * told not to send again. By the ledger nothing is created twice.
 */
@QuarkusTest
@TestProfile(TwoBatches.class)
class SdkResendsTest extends OverHttp {
    private static final Duration PATIENT = Duration.ofSeconds(20);

    @TestHTTPResource(management = true)
    URI management;

    @Test
    void anSdkForWhichThereIsNoPlaceIsServedWhenItComesAgain() {
        hubSpot.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(2))).times(2));
        List<CompletableFuture<Answered>> others = List.of(begun("one"), begun("other"));
        eventually("the others' calls", () -> hubSpot.summary().calls() == 2);
        Batch deals = Batch.creates("deals", name, 150);
        List<Duration> waits = new ArrayList<>();
        SdkCaller sdk = new SdkCaller(List.of(gateway()), token, PATIENT, wait -> {
            waits.add(wait);
            others.forEach(other -> assertEquals(201, other.join().status()));
            eventually("a place", () -> metric(management(), "gateway_batches ") == 0);
        });

        GatewayAnswer answer = sdk.send(deals.path(), deals.body());

        assertEquals(List.of("503", "201"), sdk.attempts());
        assertEquals(List.of(Duration.ofSeconds(5)), waits, "as Retry-After asks");
        assertEquals(deals.marks(), answer.properties("ref"));
        assertMadeOnce(deals, 4);
    }

    /** It is told to wait for hours, which it does not. */
    @Test
    void anSdkThatAsksAgainOnADayThatIsUsedUpWritesNothing() {
        hubSpot.set(Limits.DAILY_QUOTA, 0);
        Batch deals = Batch.creates("deals", name, 150);
        SdkCaller sdk = new SdkCaller(gateway(), token, PATIENT);

        sdk.send(deals.path(), deals.body());

        assertEquals(List.of("429", "429", "429"), sdk.attempts());
        assertEquals(0, truth().written(deals));
    }

    @Test
    void aCreateWhoseAnswerIsLostIsNotSentAgain() {
        hubSpot.add(FaultRule.of(new Fault.Cut(Fault.Cut.Moment.AFTER_WRITING)));
        Batch deals = Batch.creates("deals", name, 100);
        SdkCaller sdk = new SdkCaller(gateway(), token, PATIENT);

        GatewayAnswer answer = sdk.send(deals.path(), deals.body());

        assertEquals(List.of("207"), sdk.attempts());
        assertUnconfirmed(answer);
        assertMadeOnce(deals, 1);
    }

    /** It gives up while nobody knows, comes again, and is told no more than there is to tell. */
    @Test
    void aCreateThatIsNeverAnsweredIsNotSentAgainEither() {
        hubSpot.add(FaultRule.of(new Fault.Stall(true)));
        Batch deals = Batch.creates("deals", name, 100);
        SdkCaller sdk = new SdkCaller(gateway(), token, Duration.ofSeconds(3));

        GatewayAnswer answer = sdk.send(deals.path(), deals.body());

        assertEquals(List.of("time-out", "207"), sdk.attempts());
        assertUnconfirmed(answer);
        assertMadeOnce(deals, 1);
    }

    /** By its status alone, 504, it would be. */
    @Test
    void aSingleCreateWhoseAnswerIsLostIsNotSentAgain() {
        hubSpot.add(FaultRule.of(new Fault.Cut(Fault.Cut.Moment.AFTER_WRITING)));
        SdkCaller sdk = new SdkCaller(gateway(), token, PATIENT);

        GatewayAnswer answer =
                sdk.send("/crm/v3/objects/deals", "{\"properties\":{\"ref\":\"" + name + "\"},\"associations\":[]}");

        assertEquals(List.of("504"), sdk.attempts());
        assertEquals("false", answer.header("X-Should-Retry"));
        assertEquals(1, hubSpot.summary().calls());
        assertEquals(1, truth().times(name));
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private CompletableFuture<Answered> begun(String who) {
        return new GatewayCaller(gateway(), token + "-" + who).sendAsync(Batch.creates("deals", name + who, 100));
    }

    private static void assertUnconfirmed(GatewayAnswer answer) {
        assertEquals(100, answer.count("Unconfirmed"), answer.body());
        assertEquals("false", answer.header("X-Should-Retry"));
    }

    private void assertMadeOnce(Batch deals, int calls) {
        assertEquals(calls, hubSpot.summary().calls());
        assertEquals(deals.size(), truth().written(deals));
        assertEquals(0, hubSpot.doubles());
    }
}
