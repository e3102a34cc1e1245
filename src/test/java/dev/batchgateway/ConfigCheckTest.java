package dev.batchgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCheckTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Two fifths of it are 8 MiB. */
    private static final long HEAP = 20_971_520;

    private static final Ports PORTS = new Ports(
            List.of(new Ports.Listener("quarkus.http.port", "0.0.0.0", 8_080)),
            new Ports.Listener("quarkus.management.port", "0.0.0.0", 9_000));

    @Test
    void nothingIsWrongWithTheDefaults() {
        assertEquals(List.of(), faults(Map.of()));
        assertEquals(List.of(), doubts(Map.of()));
    }

    @Test
    void everyFaultIsTold() {
        List<String> faults = faults(Map.of("gateway.edge.idle", "0s", "gateway.limit.permits", "0"), "GATEWAY_X");

        assertEquals(3, faults.size(), faults::toString);
        assertTrue(faults.contains("gateway.edge.idle must be from 1ms to 1d (time), not 0s"), faults::toString);
        assertTrue(faults.contains("gateway.limit.permits must be from 1 to 1000000 (calls), not 0"), faults::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.dispatch.first-backoff, 5s, gateway.dispatch.longest-backoff, 4s, must be no longer than",
        "gateway.edge.max-batches-per-caller, 9, gateway.edge.max-batches, 8, must be no more than",
        "gateway.edge.max-held-per-caller, 9M, gateway.edge.max-held, 8M, must be no more than",
        "gateway.edge.max-resume, 9M, gateway.edge.max-held, 8M, must be no more than",
        "gateway.edge.max-held-per-caller, 17M, gateway.edge.max-held, 16M, must be no more than",
        "gateway.limit.max-association-permits, 99, gateway.limit.association-permits, 100, must be no less than",
    })
    void relationsAreKept(String key, String more, String other, String less, String than) {
        assertEquals(
                List.of(key + " " + than + " " + other + ", which is " + less + ", not " + more),
                faults(Map.of(key, more, other, less)));
        assertEquals(List.of(), faults(Map.of(key, less, other, less)));
        assertTrue(ConfigRelation.of(Configured.defaults(), HEAP).stream()
                .anyMatch(relation -> relation.key().equals(key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.edge.max-held-per-caller", "gateway.edge.max-resume"})
    void aPartOfWhatMayBeHeldIsHeldToTheHeapWhereTheWholeIsNotSet(String part) {
        assertEquals(
                List.of(part + " must be no more than gateway.edge.max-held, which is 8388608 (two fifths of the heap,"
                        + " since it is not set), not 1T"),
                faults(Map.of(part, "1T")));
        assertEquals(List.of(), faults(Map.of(part, "8M")));
    }

    /** It would start, take in what it may, and die of it. */
    @ParameterizedTest
    @ValueSource(strings = {"gateway.edge.max-held", "gateway.dispatch.max-in-flight-bytes"})
    void noMoreMemoryIsGivenAwayThanThereIs(String key) {
        for (String most : List.of("20M", "1T")) {
            assertEquals(
                    List.of(key + " must be less than the heap, which is 20971520 bytes, not " + most),
                    faults(Map.of(key, most)));
        }
        assertEquals(List.of(), faults(Map.of(key, "10M")));
    }

    @Test
    void bothTogetherAreLessThanTheHeap() {
        String both =
                "gateway.edge.max-held and gateway.dispatch.max-in-flight-bytes together must be less than the heap,"
                        + " which is 20971520 bytes, not ";

        assertEquals(List.of(both + "12M and 8M"), faults(together("12M", "8M")));
        assertEquals(
                List.of(both + "19M and 2621440 (an eighth of the heap, since it is not set)"),
                faults(Map.of("gateway.edge.max-held", "19M")));
        assertEquals(
                List.of(both + "8388608 (two fifths of the heap, since it is not set) and 12M"),
                faults(Map.of("gateway.dispatch.max-in-flight-bytes", "12M")));
        assertEquals(List.of(), faults(together("12M", "8388607")));
    }

    @Test
    void bothTogetherAreDoubtedWhereTheyLeaveLessThanAQuarterOfTheHeap() {
        assertEquals(List.of(), doubts(together("10M", "5M")));

        List<String> doubts = doubts(together("10M", "5242881"));

        assertEquals(1, doubts.size(), doubts::toString);
        assertTrue(
                doubts.get(0)
                        .startsWith(
                                "gateway.edge.max-held and gateway.dispatch.max-in-flight-bytes together should be no"
                                        + " more than three quarters of the heap, which is 20971520 bytes, not 10M and 5242881: "),
                doubts::toString);
    }

    /** As the comparisons and the images have it, with -Xmx; natively as much as the machine has, or no bound at all. */
    @ParameterizedTest
    @ValueSource(longs = {8, 102L << 20, 128L << 20, 512L << 20, 64L << 30, Long.MAX_VALUE})
    void byDefaultBothGoWellWithAnyHeap(long heap) {
        HeapShare share = HeapShare.of(Configured.defaults(), heap);

        assertFalse(share.isTooMuch() || share.isMuch(), share::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.edge.max-batches", "gateway.edge.max-passed-on"})
    void nothingIsSaidOfAPartThatIsNotSet(String whole) {
        List<String> faults = faults(Map.of(whole, "0"));

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith(whole + " must be from 1 to"), faults::toString);
    }

    @Test
    void associationsMayBeginWithMoreThanUsualWhereTheirMostIsNotSet() {
        assertEquals(List.of(), faults(Map.of("gateway.limit.association-permits", "150")));
    }

    @Test
    void answersUnderWayHaveTimeWhenTheGatewayIsToldToEnd() {
        List<String> faults = faults(Map.of(
                "gateway.dispatch.attempt-timeout",
                "2m",
                "gateway.edge.stall",
                "3m",
                "quarkus.shutdown.timeout",
                "120s"));

        assertEquals(1, faults.size());
        assertTrue(faults.get(0).startsWith("quarkus.shutdown.timeout must be longer than"), faults::toString);
        assertTrue(faults.get(0).contains("which is 2m, not 120s"), faults::toString);
    }

    @Test
    void aStreamThatEndsBeforeItsCallsIsDoubted() {
        List<String> doubts = doubts(Map.of("gateway.edge.stall", "110s"));

        assertEquals(1, doubts.size(), doubts::toString);
        assertTrue(doubts.get(0).contains("which is 110s, not 110s"), doubts::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GATEWAY_EDGE_MAX_BDY", "GATEWAY_EDGE", "GATEWAY_URL", "GATEWAY_", "GATEWAY_EDGE_MAXBODY"})
    void aVariableThatIsNoKeyIsRefused(String variable) {
        List<String> faults = faults(Map.of(), variable, "PATH", "GATEWAY_EDGE_MAX_BODY", "MY_GATEWAY_URL");

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("The environment variable " + variable + " is no key"), faults::toString);
    }

    /** So does the configuration read them: in capitals or not, with underscores or as the key itself. */
    @ParameterizedTest
    @ValueSource(strings = {"gateway.edge.max-bdy", "gateway_edge_idel", "Gateway_Edge_Idel", "GATEWAY.EDGE.IDEL"})
    void aVariableThatIsNoKeyIsRefusedHoweverItIsWritten(String variable) {
        List<String> faults =
                faults(Map.of(), variable, "gateway.edge.max-body", "gateway_edge_idle", "gatewayed", "my.gateway.url");

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("The environment variable " + variable + " is no key"), faults::toString);
    }

    /** Kubernetes sets these in every pod beside a Service named gateway, or gateway-edge. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GATEWAY_SERVICE_HOST",
                "GATEWAY_SERVICE_PORT",
                "GATEWAY_SERVICE_PORT_HTTP",
                "GATEWAY_PORT",
                "GATEWAY_PORT_8080_TCP",
                "GATEWAY_PORT_8080_TCP_PROTO",
                "GATEWAY_PORT_8080_TCP_PORT",
                "GATEWAY_PORT_8080_TCP_ADDR",
                "GATEWAY_EDGE_SERVICE_HOST",
                "GATEWAY_EDGE_PORT",
                "GATEWAY_EDGE_PORT_53_UDP_ADDR",
            })
    void whatKubernetesSetsStopsNothing(String variable) {
        assertEquals(List.of(), faults(Map.of(), variable));
    }

    /** Kubernetes' own is an address; nothing of ours is called so. */
    @ParameterizedTest
    @CsvSource({"GATEWAY_HTTP_PORT, 1", "GATEWAY_PORT, 8080", "GATEWAY_PORT, ''", "GATEWAY_PORT, http://10.96.0.7"})
    void aPortThatIsNoServicesAddressIsRefused(String variable, String value) {
        List<String> faults = faults(Map.of(), Map.of(variable, value));

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("The environment variable " + variable + " is no key"), faults::toString);
    }

    @Test
    void callersKeysMayBeSetOneByOne() {
        String variable = "GATEWAY_CALLERS_KEYS_0_";

        assertEquals(List.of(), faults(Map.of(), variable));
        assertEquals(
                Optional.of(List.of("sync:0a")),
                Configured.gateway(Configured.environment(Map.of(variable, "sync:0a")))
                        .callers()
                        .keys());
        assertEquals(1, faults(Map.of(), "GATEWAY_CALLERS_KEYS_X_").size());
    }

    /** So MicroProfile Config has it: an empty value cannot be told from none, and cannot be refused. */
    @Test
    void anEmptyValueIsNone() {
        GatewayConfig config = Configured.gateway(Configured.environment(Map.of("GATEWAY_CALLERS_ROLE", "")));

        assertEquals(Optional.empty(), config.callers().role());
    }

    @Test
    void noKeyOfOursLooksLikeWhatKubernetesSets() {
        for (ConfigKey key : Configured.listed()) {
            assertTrue(!key.variable().contains("SERVICE") && !key.variable().contains("PORT"), key.variable());
        }
    }

    private static List<String> faults(Map<String, String> values, String... variables) {
        Map<String, String> given = new HashMap<>();
        for (String variable : variables) {
            given.put(variable, "tcp://10.96.0.7:8080");
        }
        return faults(values, given);
    }

    private static List<String> faults(Map<String, String> values, Map<String, String> variables) {
        SmallRyeConfig config = Configured.file(values);
        return ConfigCheck.faults(
                Configured.gateway(config),
                key -> String.valueOf(config.getConfigValue(key).getValue()),
                HEAP,
                variables,
                PATIENCE,
                PORTS);
    }

    private static List<String> doubts(Map<String, String> values) {
        SmallRyeConfig config = Configured.file(values);
        return ConfigCheck.doubts(
                Configured.gateway(config),
                key -> String.valueOf(config.getConfigValue(key).getValue()),
                HEAP);
    }

    private static Map<String, String> together(String held, String inFlight) {
        return Map.of("gateway.edge.max-held", held, "gateway.dispatch.max-in-flight-bytes", inFlight);
    }
}
