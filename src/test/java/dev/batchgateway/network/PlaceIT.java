package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the gateway runs makes no difference: Turkish has an i of its own, Nepal's clocks are 5:45 ahead. */
class PlaceIT {
    /** Language, day of the week in it, offset: what the process itself takes its place to be. */
    private static final String PLACE = "${user.language} %d{EEEE xxx} ";

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

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
            String[] place = place(gateway);
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

    /** As images have it, whose libraries know no language but C. */
    @Test
    void theEnvironmentsLanguageChangesNothing() {
        Said nowhere = said();

        for (String place : List.of("LANG=C", "LC_ALL=POSIX", "LC_ALL=tr_TR.UTF-8")) {
            assertEquals(nowhere, said(place), place);
        }
    }

    /** This machine's libraries need not know it, so it is made for them. The binary may have the language of its build. */
    @Test
    void turkishThatIsReallyThereChangesNothing(@TempDir Path languages) throws Exception {
        Path turkish = languages.resolve("tr_TR.UTF-8");
        assumeTrue(isMade(turkish), "localedef, and what it makes Turkish of");

        String[] turkey = {"LOCPATH=" + languages, "LC_ALL=" + turkish.getFileName()};
        try (GatewayProcess gateway =
                GatewayProcess.start(command(turkey), NOWHERE, Map.of("QUARKUS_LOG_CONSOLE_FORMAT", PLACE + "%s%n"))) {
            assertTrue(place(gateway)[0].equals("tr") || GatewayProcess.isNative(), gateway::log);
        }
        assertEquals(said(), said(turkey));
    }

    private static boolean isMade(Path turkish) throws InterruptedException {
        try {
            return new ProcessBuilder("localedef", "--no-archive", "-i", "tr_TR", "-f", "UTF-8", turkish.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Said said(String... variables) {
        try (HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
                GatewayProcess gateway = GatewayProcess.start(command(variables), hubSpot.url(), Map.of())) {
            return Said.by(gateway);
        }
    }

    /** Of a gateway with no more of a language in its environment than these variables. */
    private static List<String> command(String... variables) {
        List<String> command = new ArrayList<>(List.of("env"));
        System.getenv().keySet().stream()
                .filter(name -> name.matches("LANG|LANGUAGE|LC_.*|LOCPATH"))
                .forEach(name -> command.addAll(List.of("-u", name)));
        command.addAll(List.of(variables));
        command.addAll(GatewayProcess.command());
        return command;
    }

    /** What a gateway whose log has it says of its {@link #PLACE}. */
    private static String[] place(GatewayProcess gateway) {
        return gateway.log()
                .lines()
                .filter(line -> line.contains("Listening on"))
                .findFirst()
                .orElseThrow()
                .split(" ", 4);
    }
}
