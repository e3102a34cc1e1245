package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerMetersTest {
    private static final Pattern REFUSAL = Pattern.compile("new Refusal\\(\\s*[^\"]*?,\\s*\"([A-Z_]+)\"");
    /** Of answers that are no refusals of the gateway's own, or have none of its words. */
    private static final Set<String> OTHERS = Set.of("none", "hubspot", "cut", "left", "unknown");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AnswerMeters meters = new AnswerMeters(registry);

    @ParameterizedTest
    @CsvSource({
        "200, 200, none, none",
        "206, 2xx, none, none",
        "302, 3xx, none, none",
        "429, 429, rate_limits, rate_limits",
        "418, 4xx, hubspot, hubspot",
        "503, 503, unsent, unsent",
        "599, 5xx, hubspot, hubspot",
        "999, 5xx, hubspot, hubspot",
        "101, 2xx, none, none",
        "400, 400, something_new, unknown"
    })
    void anAnswerIsCountedByKindStatusAndCategory(int given, String status, String said, String category) {
        meters.answered("passed_on", given, said);
        meters.answered("passed_on", given, said);

        Counter counter = find("passed_on", status, category);
        assertEquals(2, counter == null ? -1 : counter.count());
        assertEquals(0, count("batch", "200", "none"));
    }

    /** Were the first one a series of its own, nobody would see an increase. */
    @Test
    void whatAlertsAskForIsThereBeforeItHappens() {
        assertEquals(0, count("batch", "500", "internal_error"));
        assertEquals(0, count("passed_on", "500", "internal_error"));
        assertEquals(0, count("batch", "503", "unsent"));
        assertEquals(0, count("batch", "207", "cut"));
        assertEquals(0, count("passed_on", "200", "cut"));
    }

    @Test
    void everyCategoryOfARefusalIsCountedByItsName() throws IOException {
        Set<String> said = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "dev", "batchgateway", "edge"))) {
            for (Path file : files.toList()) {
                REFUSAL.matcher(Files.readString(file))
                        .results()
                        .forEach(one -> said.add(one.group(1).toLowerCase(Locale.ROOT)));
            }
        }
        // Of HubSpot's refusals that have no body: counted as HubSpot's.
        assertTrue(said.remove("unknown"));

        Set<String> known = new TreeSet<>(Metric.Label.CATEGORY.possible());
        known.removeAll(OTHERS);
        assertEquals(known, said);
        assertFalse(said.isEmpty());
    }

    @Test
    void everyStatusTheGatewayGivesItselfIsCountedByItself() {
        List<String> statuses = Metric.Label.STATUS.possible();

        for (int own : new int[] {400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 503, 504}) {
            assertTrue(statuses.contains(String.valueOf(own)), () -> own + " is counted among others");
        }
    }

    private double count(String kind, String status, String category) {
        Counter counter = find(kind, status, category);
        return counter == null ? -1 : counter.count();
    }

    private @Nullable Counter find(String kind, String status, String category) {
        return registry.find(Metric.ANSWERS.id())
                .tags("kind", kind, "status", status, "category", category)
                .counter();
    }
}
