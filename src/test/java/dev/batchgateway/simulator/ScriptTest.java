package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which fault meets which call, and faults as JSON. */
class ScriptTest {
    private final Script script = new Script(new Random(1));

    @Test
    void faultsPlayInTheOrderTheyWereAdded() {
        script.add(Fault.status(500), Fault.status(502));

        assertEquals(Optional.of(Fault.status(500)), play(1));
        assertEquals(Optional.of(Fault.status(502)), play(2));
        assertEquals(Optional.empty(), play(3));
        assertEquals(2, script.played());
    }

    @Test
    void aRuleMeetsOnlyTheCallsItIsMeantFor() {
        script.add(FaultRule.of(Fault.locked())
                .on(HubSpotOperation.OBJECTS_CREATE)
                .onPath("/deals/")
                .onCalls(3, 4)
                .always());

        assertTrue(
                script.next(2, HubSpotOperation.OBJECTS_CREATE, "/crm/deals/x").isEmpty());
        assertTrue(
                script.next(3, HubSpotOperation.OBJECTS_CREATE, "/crm/deals/x").isPresent());
        assertTrue(script.next(3, HubSpotOperation.OBJECTS_READ, "/crm/deals/x").isEmpty());
        assertTrue(script.next(4, HubSpotOperation.OBJECTS_CREATE, "/crm/contacts/x")
                .isEmpty());
        assertTrue(
                script.next(5, HubSpotOperation.OBJECTS_CREATE, "/crm/deals/x").isEmpty());
    }

    @Test
    void aProbabilitySparesTheRest() {
        script.add(FaultRule.of(Fault.locked()).always().withProbability(0.3));

        long met = IntStream.rangeClosed(1, 1_000)
                .filter(call -> play(call).isPresent())
                .count();

        assertTrue(met > 250 && met < 350, () -> met + " of 1,000");
    }

    @Test
    void aRuleOutOfRangeIsRefused() {
        FaultRule rule = FaultRule.of(Fault.locked());

        assertThrows(IllegalArgumentException.class, () -> rule.times(0));
        assertThrows(IllegalArgumentException.class, () -> rule.withProbability(1.5));
        assertThrows(IllegalArgumentException.class, () -> rule.onCalls(4, 3));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultIsTheSameAfterJson(Fault fault) {
        FaultRule rule = FaultRule.of(fault)
                .on(HubSpotOperation.ASSOCIATIONS_LABELS_ARCHIVE)
                .onPath("x")
                .onCalls(2, 9)
                .times(4)
                .withProbability(0.5);

        assertEquals(rule, FaultJson.read(new JsonObject(FaultJson.write(rule).encode())));
        assertEquals(
                FaultRule.of(fault),
                FaultJson.read(
                        new JsonObject(FaultJson.write(FaultRule.of(fault)).encode())));
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault.Reply(200, Map.of("A", "b"), Buffer.buffer(new byte[] {(byte) 0xff, 0, '{'}), true),
                Fault.html(520),
                new Fault.Cut(Fault.Cut.Moment.HALF_WAY),
                new Fault.Stall(true),
                new Fault.Late(Duration.ofMillis(7)),
                new Fault.ApplyLate(Duration.ofSeconds(7)),
                new Fault.Throttle(ThrottlePolicy.UNKNOWN),
                new Fault.Misshape(Fault.Misshape.Shape.RESULTS_WITHOUT_IDS),
                new Fault.RefuseInputs(3, 503, "RATE_LIMITS", "slow down"));
    }

    @Test
    void shortKindsStandForWholeReplies() {
        assertEquals(
                Fault.status(504).afterWrite(),
                FaultJson.read(new JsonObject("{\"kind\":\"status\",\"status\":504,\"afterWriting\":true}"))
                        .fault());
        assertEquals(
                Fault.html(502),
                FaultJson.read(new JsonObject("{\"kind\":\"html\"}")).fault());
        assertEquals(
                Fault.migrating(Duration.ofSeconds(60)),
                FaultJson.read(new JsonObject("{\"kind\":\"migrating\",\"retryAfterSeconds\":60}"))
                        .fault());
    }

    private Optional<Fault> play(int call) {
        return script.next(call, HubSpotOperation.OBJECTS_READ, "/crm").map(script::play);
    }
}
