package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that answer: what the caller sees, and what the ledger knows. */
class FaultsTest {
    private static final String CREATE = "/crm/v3/objects/deals/batch/create";
    private static final String TWO_DEALS =
            "{\"inputs\":[{\"properties\":{\"dealname\":\"d1\"}},{\"properties\":{\"dealname\":\"d2\"}}]}";

    @RegisterExtension
    static final SimulatorExtension HUBSPOT = new SimulatorExtension();

    private final HubSpotSimulator simulator = HUBSPOT.simulator();
    private final HubSpotCaller caller = HUBSPOT.caller();

    @ParameterizedTest
    @ValueSource(ints = {423, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526})
    void aStatusBeforeWritingWritesNothing(int status) {
        simulator.script().add(Fault.status(status));

        assertEquals(status, create().status());
        assertEquals(0, written());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504, 524})
    void aStatusAfterWritingHidesWhatWasWritten(int status) {
        simulator.script().add(Fault.status(status).afterWrite());

        assertEquals(status, create().status());
        assertEquals(2, written());
        assertEquals(status, simulator.ledger().calls().get(0).status());
    }

    @Test
    void anHtmlBodyIsNoJson() {
        simulator.script().add(Fault.html(502));

        Exchanged answer = create();

        assertTrue(answer.header("Content-Type").startsWith("text/html"));
        assertTrue(answer.body().startsWith("<!DOCTYPE html>"));
        assertEquals("", answer.header("X-HubSpot-RateLimit-Max"));
    }

    @Test
    void aMigrationSaysHowManySecondsItTakes() {
        simulator.script().add(Fault.migrating(Duration.ofHours(2)));

        Exchanged answer = create();

        assertEquals(477, answer.status());
        assertEquals("7200", answer.header("Retry-After"));
    }

    @Test
    void aFixedReplyIsSentAsItIs() {
        simulator
                .script()
                .add(new Fault.Reply(200, Map.of("Content-Type", "text/plain"), Buffer.buffer("{\"res"), false));

        Exchanged answer = create();

        assertEquals(200, answer.status());
        assertEquals("{\"res", answer.body());
        assertEquals("text/plain", answer.header("Content-Type"));
    }

    @ParameterizedTest
    @EnumSource(ThrottlePolicy.class)
    void aStormOf429UsesNoPermitOfTheWindow(ThrottlePolicy policy) {
        simulator.settings().set(Limits.PERMITS, 1);
        simulator.script().add(FaultRule.of(new Fault.Throttle(policy)).times(3));

        for (int i = 0; i < 3; i++) {
            Exchanged refused = create();
            assertEquals(429, refused.status());
            assertEquals("", refused.header("Retry-After"));
        }
        assertEquals(201, create().status());
        assertEquals(2, written());
        assertEquals(0, simulator.ledger().summary().throttled());
        assertEquals(3, simulator.ledger().summary().statuses().get(429));
    }

    @Test
    void anUnknownPolicyIsNoneOfTheKnownOnes() {
        simulator.script().add(new Fault.Throttle(ThrottlePolicy.UNKNOWN));

        assertEquals("HOURLY_FIXED", create().text("policyName"));
    }

    @ParameterizedTest
    @EnumSource(Fault.Misshape.Shape.class)
    void aMisshapenAnswerHidesWhatWasWritten(Fault.Misshape.Shape shape) {
        simulator.script().add(new Fault.Misshape(shape));

        Exchanged answer = create();

        assertEquals(201, answer.status());
        assertEquals(2, written());
        switch (shape) {
            case TRUNCATED_JSON -> assertThrows(DecodeException.class, answer::json);
            case EMPTY_RESULTS -> assertTrue(answer.results().isEmpty());
            case NO_RESULTS -> assertFalse(answer.json().containsKey("results"));
            case RESULTS_WITHOUT_IDS ->
                assertTrue(answer.results().stream().noneMatch(result -> result.containsKey("id")));
            case ONE_RESULT_MISSING -> assertEquals(1, answer.results().size());
            case ONE_RESULT_TWICE -> {
                assertEquals(3, answer.results().size());
                assertEquals(answer.results().get(0), answer.results().get(2));
            }
        }
    }

    @Test
    void singleInputsMayFailForATransientReason() {
        Fault.RefuseInputs everySecond = new Fault.RefuseInputs(2, 500, "INTERNAL_ERROR", "internal error");
        simulator.script().add(everySecond, everySecond);

        Exchanged alone = caller.post(
                CREATE,
                "{\"inputs\":[{\"properties\":{\"dealname\":\"d1\"},\"objectWriteTraceId\":\"a\"},"
                        + "{\"properties\":{\"dealname\":\"d2\"},\"objectWriteTraceId\":\"b\"}]}");
        Exchanged whole = create();

        assertEquals(207, alone.status());
        assertEquals("INTERNAL_ERROR", alone.errors().get(0).getString("category"));
        assertEquals(
                List.of("b"),
                alone.errors()
                        .get(0)
                        .getJsonObject("context")
                        .getJsonArray("objectWriteTraceId")
                        .getList());
        assertEquals(500, whole.status());
        assertEquals(1, written());
    }

    @Test
    void aCallRefusedForItsTokenOrItsRateTakesNoFault() {
        simulator.settings().set(Limits.PERMITS, 1);
        create();
        simulator.script().add(Fault.status(500));

        assertEquals(429, create().status());
        assertEquals(401, caller.with("bad").post(CREATE, TWO_DEALS).status());
        assertEquals(1, simulator.script().remaining());
    }

    private Exchanged create() {
        return caller.post(CREATE, TWO_DEALS);
    }

    private long written() {
        return simulator.ledger().summary().writes();
    }
}
