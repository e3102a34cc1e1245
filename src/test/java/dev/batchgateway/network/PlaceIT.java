package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the gateway runs makes no difference: Turkish has an i of its own, Nepal's clocks are 5:45 ahead. */
class PlaceIT {
    /** Language, day of the week in it, offset: what the process itself takes its place to be. */
    private static final String PLACE = "${user.language} %d{EEEE xxx} ";

    private static final Set<String> ENGLISH_DAYS = Stream.of(DayOfWeek.values())
            .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .collect(Collectors.toSet());

    /**
     * The log shows that it runs there. The binary has no Turkish names of days, but short ones instead of the English
     * ones that it has; it is the same on the JVM with the Turkish ones.
     */
    @Test
    void addressesAndTimesAreTheSameInTurkeyAndNepal() {
        try (HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
                GatewayProcess gateway = GatewayProcess.start(
                        GatewayProcess.command("-Duser.language=tr", "-Duser.country=TR"),
                        hubSpot.url(),
                        Map.of("TZ", "Asia/Kathmandu", "QUARKUS_LOG_CONSOLE_FORMAT", PLACE + "%s%n"))) {
            String[] place = gateway.log()
                    .lines()
                    .filter(line -> line.contains("Listening on"))
                    .findFirst()
                    .orElseThrow()
                    .split(" ", 4);
            assertEquals("tr", place[0]);
            assertFalse(ENGLISH_DAYS.contains(place[1]), place[1]);
            assertEquals("+05:45", place[2]);

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
