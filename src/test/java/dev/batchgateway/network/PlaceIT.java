package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the gateway runs makes no difference: Turkish has an i of its own, Nepal's clocks are 5:45 ahead. */
class PlaceIT {
    @Test
    void addressesAndTimesAreTheSameInTurkeyAndNepal() {
        try (HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
                GatewayProcess gateway = GatewayProcess.start(
                        GatewayProcess.command("-Duser.language=tr", "-Duser.country=TR"),
                        hubSpot.url(),
                        Map.of("TZ", "Asia/Kathmandu", "LC_ALL", "tr_TR.UTF-8"))) {
            GatewayAnswer answer = Gateways.post(
                    gateway,
                    "/crm/v3/objects/contacts/batch/upsert",
                    "{\"inputs\":[{\"idProperty\":\"email\",\"id\":\"INFO@EXAMPLE.COM\",\"properties\":{}},"
                            + "{\"idProperty\":\"email\",\"id\":\"ILI@EXAMPLE.COM\",\"properties\":{}}]}");

            assertTrue(answer.status() < 300, answer::body);
            assertEquals(2, answer.count("Succeeded"));
            assertEquals(0, answer.count("Unpaired"));
            Duration old = Duration.between(Instant.parse(answer.text("startedAt")), Instant.now());
            assertTrue(old.abs().compareTo(Duration.ofMinutes(1)) < 0, answer::body);
        }
    }
}
