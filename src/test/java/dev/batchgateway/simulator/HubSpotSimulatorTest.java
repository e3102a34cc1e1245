package dev.batchgateway.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Starting, closing and resetting a simulator. */
class HubSpotSimulatorTest {
    private static final String CREATE = "/crm/v3/objects/deals/batch/create";

    @Test
    void simulatorsSideBySideShareNothing() {
        try (HubSpotSimulator one = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
                HubSpotSimulator other = HubSpotSimulator.start()) {
            assertNotEquals(one.url(), other.url());
            assertEquals(201, create(one).status());
            assertEquals(1, one.ledger().summary().writes());
            assertEquals(0, other.ledger().summary().writes());
        }
    }

    @Test
    void aClosedSimulatorRefusesConnectionsAndLeavesABorrowedVertxOpen() {
        Vertx vertx = Vertx.vertx();
        try {
            HubSpotSimulator simulator = HubSpotSimulator.start(vertx, SimulatorSettings.withoutLatency());
            assertEquals(201, create(simulator).status());

            simulator.close();

            assertThrows(UncheckedIOException.class, () -> create(simulator));
            try (HubSpotSimulator next = HubSpotSimulator.start(vertx, SimulatorSettings.withoutLatency())) {
                assertEquals(201, create(next).status());
            }
        } finally {
            SimulatorServer.await(vertx.close());
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (HubSpotSimulator first = HubSpotSimulator.start()) {
            int taken = first.url().getPort();
            SimulatorSetup second = SimulatorSetup.usual().at(first.url().getHost(), taken);

            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> HubSpotSimulator.start(second));

            String said = refused.getMessage();
            assertTrue(said != null && said.contains("port " + taken + " of "), said);
        }
    }

    @Test
    void equalSeedsShuffleAlike() {
        assertEquals(namesInOrder(5), namesInOrder(5));
        assertNotEquals(namesInOrder(5), namesInOrder(6));
    }

    @Test
    void latencyIsTheTimeBetweenStartAndCompletion() {
        SimulatorSettings settings =
                new SimulatorSettings().set(Limits.LATENCY_MIN_MILLIS, 40).set(Limits.LATENCY_MAX_MILLIS, 40);
        try (HubSpotSimulator simulator = HubSpotSimulator.start(settings)) {
            long start = System.nanoTime();

            Exchanged answer = create(simulator);

            assertTrue(System.nanoTime() - start >= 40_000_000L);
            assertEquals(
                    40,
                    Duration.between(Instant.parse(answer.text("startedAt")), Instant.parse(answer.text("completedAt")))
                            .toMillis());
        }
    }

    @Test
    void theProgramTakesAPortAndEverySetting() {
        SimulatorSetup setup = SimulatorMain.setup(
                "9990",
                "--host=0.0.0.0",
                "--permits=190",
                "--echoTraceIds=false",
                "--mergedIds=1,2",
                "--missingOnUpdate=omitted");

        assertEquals(9_990, setup.port());
        assertEquals("0.0.0.0", setup.host());
        assertEquals(190, setup.settings().get(Limits.PERMITS));
        assertEquals(false, setup.settings().get(Behaviour.ECHO_TRACE_IDS));
        assertEquals(2, setup.settings().get(Behaviour.MERGED_IDS).size());
        assertEquals(MissingOnUpdate.OMITTED, setup.settings().get(Behaviour.MISSING_ON_UPDATE));
        assertThrows(IllegalArgumentException.class, () -> SimulatorMain.setup("--permit=1"));
    }

    private static Exchanged create(HubSpotSimulator simulator) {
        return new HubSpotCaller(simulator.url(), "pat-test")
                .post(CREATE, "{\"inputs\":[{\"properties\":{\"dealname\":\"d\"}}]}");
    }

    private static String namesInOrder(long seed) {
        String inputs = IntStream.range(0, 20)
                .mapToObj(i -> "{\"properties\":{\"dealname\":\"" + i + "\"}}")
                .collect(Collectors.joining(",", "{\"inputs\":[", "]}"));
        SimulatorSetup setup =
                SimulatorSetup.usual().with(SimulatorSettings.withoutLatency()).withSeed(seed);
        try (HubSpotSimulator simulator = HubSpotSimulator.start(setup)) {
            return new HubSpotCaller(simulator.url(), "pat-test")
                    .post(CREATE, inputs).results().stream()
                            .map(result -> result.getJsonObject("properties").getString("dealname"))
                            .collect(Collectors.joining(" "));
        }
    }
}
