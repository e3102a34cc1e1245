package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.Behaviour;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.ThrottlePolicy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the whole batch is recognised at once, and told as HubSpot told it. */
@QuarkusTest
@TestProfile(QuickFaults.class)
class RefusedBatchesTest extends OverHttp {
    private static final int MANY = 100_000;

    @Test
    void aBadTokenOn100000InputsCostsOneCall() {
        Batch deals = Batch.creates("deals", name, MANY);

        Answered answer = send("Bearer bad-" + name, deals);

        assertTruthful(deals, answer);
        assertEquals(401, answer.status());
        assertEquals("INVALID_AUTHENTICATION", answer.body().getString("category"));
        assertEquals(List.of(0, 0, 0, MANY), answer.counts());
        assertEquals(1, hubSpot.summary().calls());
    }

    @Test
    void aTokenWithoutScopesCostsOneCall() {
        Batch deals = Batch.creates("deals", name, 10_000);

        Answered answer = send("Bearer noscope-" + name, deals);

        assertTruthful(deals, answer);
        assertEquals(403, answer.status());
        assertEquals("MISSING_SCOPES", answer.body().getString("category"));
        assertEquals(4, hubSpot.summary().calls());
    }

    @Test
    void aTokenThatIsRefusedMidwayStopsTheRest() {
        hubSpot.add(FaultRule.of(Fault.status(401)).onCalls(8, 1_000).always());
        Batch deals = Batch.creates("deals", name, 5_000);

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(207, answer.status());
        assertEquals(List.of(700, 0, 0, 4_300), answer.counts());
        assertEquals("gateway.CREDENTIALS_REFUSED", answer.subCategory(4_999));
        assertTrue(answer.calls() < 20, () -> answer.calls() + " calls");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void anUnknownTypeCostsFewCalls(int status) {
        hubSpot.set(Behaviour.UNKNOWN_TYPE_STATUS, status);
        Batch unknown = Batch.creates("unknown_things", name, 10_000);

        Answered answer = send(unknown);

        assertTruthful(unknown, answer);
        assertEquals(status, answer.status());
        assertEquals(
                "Unable to infer object type from: unknown_things",
                answer.body().getString("message"));
        assertEquals(0, answer.succeeded());
        assertTrue(answer.calls() <= 10, () -> answer.calls() + " calls");
    }

    @Test
    void aPropertyThatIsNotUniqueCostsFewCallsFor100000Upserts() {
        Batch upserts = Batch.of(
                Batch.path("companies", "upsert"),
                MANY,
                i -> name + "-" + i,
                i -> "{\"idProperty\":\"domain\",\"id\":\"" + i + ".example\",\"properties\":{\"ref\":\"" + name + "-"
                        + i + "\"}}");

        Answered answer = send(upserts);

        assertTruthful(upserts, answer);
        assertEquals(400, answer.status());
        assertEquals(
                "Unable to perform update/upsert by non-unique 0-2 property domain",
                answer.body().getString("message"));
        assertTrue(answer.calls() <= 10, () -> answer.calls() + " calls");
    }

    @Test
    void aUsedUpDayIsHubSpotsOwn429() {
        hubSpot.set(Limits.DAILY_QUOTA, 0);
        Batch deals = Batch.creates("deals", name, 10_000);

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(429, answer.status());
        assertEquals("DAILY", answer.body().getString("policyName"));
        assertEquals(List.of(0, 0, 0, 10_000), answer.counts());
        assertEquals(1, answer.calls());
    }

    @Test
    void aDayThatIsUsedUpMidwayLeavesTheRestUnsent() {
        hubSpot.set(Limits.DAILY_QUOTA, 10);
        Batch deals = Batch.creates("deals", name, 10_000);

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(207, answer.status());
        assertEquals(List.of(1_000, 0, 0, 9_000), answer.counts());
        assertEquals("gateway.DAILY_LIMIT", answer.subCategory(9_999));
    }

    @Test
    void aMigrationIsToldWithItsRetryAfter() {
        hubSpot.add(FaultRule.of(Fault.migrating(Duration.ofHours(3))).always());
        Batch deals = Batch.creates("deals", name, 1_000);

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(477, answer.status());
        assertEquals("10800", answer.header("Retry-After"));
        assertEquals(List.of(0, 0, 0, 1_000), answer.counts());
    }

    @Test
    void aMigrationThatBeginsMidwayPassesOnRetryAfter() {
        hubSpot.add(FaultRule.of(Fault.migrating(Duration.ofHours(3)))
                .onCalls(4, 1_000)
                .always());
        Batch deals = Batch.creates("deals", name, 2_000);

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(List.of(300, 0, 0, 1_700), answer.counts());
        assertEquals("gateway.MIGRATION", answer.subCategory(1_999));
        assertEquals("10800", answer.header("Retry-After"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEN_SECONDLY", "SECONDLY", "UNKNOWN"})
    void a429OfAnyOtherPolicyOnlyCostsTime(String policy) {
        hubSpot.add(FaultRule.of(new Fault.Throttle(ThrottlePolicy.valueOf(policy)))
                .onCalls(3, 4)
                .times(2));
        Batch deals = Batch.creates("deals", name, 1_000);

        Answered answer = send(deals);

        assertTruthful(deals, answer);
        assertEquals(List.of(1_000, 0, 0, 0), answer.counts());
        assertEquals(201, answer.status());
    }
}
