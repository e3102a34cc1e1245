package dev.batchgateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.GatewayProcess;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged program with the heap that its images have in a container of 256 MiB, and callers whose bodies take many
 * times their bytes when they are taken apart. The ids and the lines once ended the process.
 */
class LittleHeapIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String JSON = "application/json";
    private static final String CONTACTS = "/crm/v3/objects/contacts/batch/create";
    private static final String ARCHIVE = "/crm/v4/associations/contacts/companies/batch/archive";

    private final HubSpotSimulator hubSpot =
            HubSpotSimulator.start(SimulatorSettings.withoutLatency().set(Limits.PERMITS, 1_000_000));
    private final GatewayProcess gateway = GatewayProcess.start(command(), hubSpot.url(), Map.of());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static List<String> command() {
        return GatewayProcess.isNative()
                ? GatewayProcess.command("-Xmx102m")
                : GatewayProcess.command(
                        "-Xmx102m", "-XX:+UseSerialGC", "-XX:NewRatio=1", "-XX:+ExitOnOutOfMemoryError");
    }

    @AfterEach
    void end() {
        gateway.close();
        hubSpot.close();
    }

    @Test
    void aMillionIdsInOneInputAreNotReadOutAllAtOnce() throws Exception {
        String ids = IntStream.range(0, 1_300_000)
                .mapToObj(i -> "{\"id\":" + i % 10 + "}")
                .collect(Collectors.joining(",", "{\"inputs\":[{\"from\":{\"id\":1},\"to\":[", "]}]}"));

        assertAnswered(List.of(204, 207, 503), ARCHIVE, JSON, BodyPublishers.ofString(ids));
    }

    @Test
    void linesOfManyMembersThatAreAnsweredInJsonAreCountedWithWhatIsKeptOfThem() throws Exception {
        String line = "{" + "\"\":1,".repeat(31) + "\"\":1}\n";

        assertAnswered(
                List.of(413, 503),
                CONTACTS,
                "application/x-ndjson",
                BodyPublishers.ofString(line.repeat(22_000_000 / line.length())));
    }

    @Test
    void oneLongInputIsHeldOnceWhereItsLengthIsKnown() throws Exception {
        assertAnswered(List.of(201, 207, 503), CONTACTS, JSON, BodyPublishers.ofString(longInput()));
    }

    /** Its array is there twice when it grows. */
    @Test
    void oneLongInputOfUnknownLengthIsRefusedBeforeItsArrayGrowsTooLarge() throws Exception {
        BodyPublisher inChunks = BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(longInput().getBytes(StandardCharsets.UTF_8)));

        assertAnswered(List.of(413, 503), CONTACTS, JSON, inChunks);
    }

    private static String longInput() {
        return "{\"inputs\":[{\"properties\":{\"note\":\"" + "x".repeat(18_000_000) + "\"}}]}";
    }

    /** Two of them at once, of two callers; then the gateway serves as before. */
    private void assertAnswered(List<Integer> expected, String path, String type, BodyPublisher body) throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (String token : List.of("Bearer little-heap-1", "Bearer little-heap-2")) {
            answers.add(client.sendAsync(request(path, type, token, body), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> given = answer.get();
            assertTrue(expected.contains(given.statusCode()), given.statusCode() + " " + given.body());
        }

        String small = "{\"inputs\":[{\"properties\":{\"email\":\"a@example.com\"}}]}";
        assertEquals(
                201,
                client.send(
                                request(CONTACTS, JSON, "Bearer little-heap-3", BodyPublishers.ofString(small)),
                                BodyHandlers.ofString())
                        .statusCode());
    }

    private HttpRequest request(String path, String type, String token, BodyPublisher body) {
        return HttpRequest.newBuilder(gateway.url().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", token)
                .header("Content-Type", type)
                .header("Accept", JSON)
                .POST(body)
                .build();
    }
}
