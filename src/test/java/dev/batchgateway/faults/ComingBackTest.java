package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.ReceivedCall;
import dev.batchgateway.testing.GatewayAnswer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Callers that give up, close the connection and send the same batch again: nothing is created twice, by the ledger. */
@QuarkusTest
@TestProfile(ShortMemory.class)
class ComingBackTest extends OverHttp {
    private static final String COUNT = "X-Stainless-Retry-Count";
    private static final String KEY = "Idempotency-Key";

    @TestHTTPResource(management = true)
    URI management;

    @Test
    void aBatchOfManyCallsThatStoppedInTheMiddleIsFinished() {
        hubSpot.set(Limits.LATENCY_MAX_MILLIS, 700).set(Limits.LATENCY_MIN_MILLIS, 700);
        Batch deals = Batch.creates("deals", name, 1_500);
        SdkCaller sdk = new SdkCaller(gateway(), token, Duration.ofMillis(1_500));

        GatewayAnswer answer = sdk.send(deals.path(), deals.body());

        assertEquals("time-out", sdk.attempts().get(0));
        assertEquals(201, answer.status(), answer.body());
        assertEquals(deals.marks(), answer.properties("ref"));
        assertEquals(15, hubSpot.summary().calls());
        assertEquals(15, answer.count("Calls"));
        assertEquals(0, hubSpot.doubles());
    }

    @Test
    void whatEndedAfterItsCallerHadLeftIsAnsweredAndTheRestSent() throws IOException {
        hubSpot.set(Limits.LATENCY_MAX_MILLIS, 300).set(Limits.LATENCY_MIN_MILLIS, 300);
        Batch deals = Batch.creates("deals", name, 2_000);
        leave(deals, 1);
        eventually("all calls ended", this::isQuiet);
        int before = hubSpot.summary().calls();

        Answered answer = send(deals, COUNT, "1");

        assertTrue(before < 20, () -> before + " calls");
        assertTruthful(deals, answer);
        assertEquals(List.of(2_000, 0, 0, 0), answer.counts());
        assertEquals(20, hubSpot.summary().calls());
        assertEquals(0, hubSpot.doubles());
    }

    @Test
    void unconfirmedCreatesStayUnconfirmed() throws IOException {
        hubSpot.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(30))));
        Batch deals = Batch.creates("deals", name, 250);
        leave(deals, 1);

        Answered answer = send(deals, COUNT, "1");

        assertTruthful(deals, answer);
        assertEquals(List.of(150, 0, 100, 0), answer.counts());
        assertEquals("false", answer.header("X-Should-Retry"));
        assertEquals(0, hubSpot.doubles());
    }

    /** A load balancer may keep the first connection open, and no one knows that nobody waits at its end. */
    @Test
    void twoThatAreBothConnectedGetTheSameAnswer() {
        hubSpot.add(FaultRule.of(new Fault.Late(Duration.ofMillis(800))));
        Batch deals = Batch.creates("deals", name, 100);
        GatewayCaller caller = new GatewayCaller(gateway(), token);
        CompletableFuture<Answered> first = caller.sendAsync(deals, COUNT, "0");
        eventually("one call", () -> hubSpot.summary().calls() == 1);
        List<CompletableFuture<Answered>> others = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            // Connections of their own: most of them come in on another event loop.
            others.add(new GatewayCaller(gateway(), token).sendAsync(deals, COUNT, String.valueOf(i)));
        }

        Answered told = first.join();

        assertEquals(201, told.status());
        for (CompletableFuture<Answered> other : others) {
            assertEquals(told.body(), other.join().body());
            assertEquals(told.header("Server-Timing"), other.join().header("Server-Timing"));
        }
        assertEquals(1, hubSpot.summary().calls());
    }

    @Test
    void equalRequestsWithoutAMarkAreBothServed() throws IOException {
        hubSpot.add(FaultRule.of(new Fault.Late(Duration.ofMillis(800))));
        Batch deals = Batch.creates("deals", name, 100);
        leave(deals, 1);

        assertEquals(201, send(deals).status());
        assertEquals(201, send(deals, COUNT, "0").status());

        eventually("the first call ended", this::isQuiet);
        assertEquals(3, truth().times(deals.marks().get(0)));
    }

    /** The answer may have been written in the very moment in which the caller gave up. */
    @Test
    void anAnswerThatWasDeliveredIsGivenAgainToAnSdk() {
        Batch deals = Batch.creates("deals", name, 300);
        Answered first = send(deals, COUNT, "0");

        Answered again = send(deals, COUNT, "1");

        assertEquals(first.body(), again.body());
        assertEquals(3, hubSpot.summary().calls());
    }

    @Test
    void aKeyIsServedOnceAndForOneRequest() {
        Batch deals = Batch.creates("deals", name, 300);
        Answered first = send(deals, KEY, "\"" + name + "\"");

        Answered again = send(deals, KEY, "\"" + name + "\"");
        Answered other = send(Batch.creates("deals", name + "x", 300), KEY, "\"" + name + "\"");
        Answered someoneElse = send(token + "x", Batch.creates("deals", name + "y", 1), KEY, "\"" + name + "\"");

        assertEquals(first.body(), again.body());
        assertEquals(422, other.status());
        assertEquals("error", other.body().getString("status"));
        assertEquals("VALIDATION_ERROR", other.body().getString("category"));
        assertEquals(201, someoneElse.status());
        assertEquals(0, hubSpot.doubles());
        assertEquals(4, hubSpot.summary().calls());
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        Answered answer = send(Batch.creates("deals", name, 1), KEY, "k".repeat(256));

        assertEquals(400, answer.status());
        assertEquals(0, hubSpot.summary().calls());
    }

    @Test
    void aRecordThatIsOverIsForgottenAndTheBatchIsServedAnew() throws IOException {
        Batch deals = Batch.creates("deals", name, 100);
        hubSpot.add(FaultRule.of(new Fault.Late(Duration.ofMillis(200))));
        leave(deals, 1);
        eventually("the record is kept", () -> keptBytes() > 0);
        eventually("no record is kept", () -> keptBytes() == 0);

        assertEquals(201, send(deals, COUNT, "1").status());
        assertEquals(2, truth().times(deals.marks().get(0)));
    }

    @Test
    void streamsHaveNoRecordAndSaySo() {
        Batch deals = Batch.creates("deals", name, 1);

        Answered keyed = send(deals, "Accept", "application/x-ndjson", KEY, name);
        Answered marked = send(deals, "Accept", "application/x-ndjson", COUNT, "1");

        assertEquals(400, keyed.status());
        assertEquals(409, marked.status());
        assertEquals("false", marked.header("X-Should-Retry"));
        assertEquals(0, hubSpot.summary().calls());
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    /** The one the run has begun with, which it goes on with, and that of the re-send. */
    @Test
    void whileABatchGoesOnForWhoCameBackBothBodiesAreCounted() throws IOException {
        eventually("no record is kept", () -> keptBytes() == 0);
        double before = metric(management(), "gateway_held_bytes");
        hubSpot.add(FaultRule.of(new Fault.Late(Duration.ofSeconds(3))));
        Batch deals = Batch.creates("deals", name, 10_000);
        int length = deals.body().length();
        leave(deals, 1);

        CompletableFuture<Answered> second = new GatewayCaller(gateway(), token).sendAsync(deals, COUNT, "1");

        eventually("both are counted", () -> metric(management(), "gateway_held_bytes") - before > 2.0 * length);
        assertEquals(1, hubSpot.summary().calls());
        assertEquals(List.of(10_000, 0, 0, 0), second.join().counts());
        eventually("nothing is held", () -> metric(management(), "gateway_held_bytes") <= before);
    }

    @Test
    void whoPrefersAnotherAnswerThanTheFirstTimeIsRefused() {
        Batch deals = Batch.creates("deals", name, 100);
        assertEquals(201, send(deals, COUNT, "0").status());

        Answered other = send(deals, COUNT, "1", "Prefer", "return=minimal");
        Answered patient = send(deals, COUNT, "1", "Prefer", "wait=20");

        assertEquals(409, other.status());
        assertEquals("false", other.header("X-Should-Retry"));
        assertEquals(201, patient.status());
        assertEquals(1, hubSpot.summary().calls());
        assertEquals(0, hubSpot.doubles());
    }

    private boolean isQuiet() {
        return hubSpot.calls().stream().mapToInt(ReceivedCall::status).allMatch(status -> status == 201);
    }

    private double keptBytes() {
        return metric(management(), "gateway_resume_bytes");
    }
}
