package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.retry.ReplyKind;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The names of the metrics, and that the README knows them all and no other. */
public class MetricTest {
    /** What Prometheus calls it; {@link MetricsTest} sees it there. */
    public static String prometheusName(Metric metric) {
        String name = metric.id().replace('.', '_');
        return switch (metric.type()) {
            case COUNTER -> name + "_total";
            case GAUGE -> name;
            case TIMER -> name + "_seconds";
        };
    }

    /** What Prometheus takes it for. */
    static String prometheusType(Metric metric) {
        return switch (metric.type()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "histogram";
        };
    }

    @Test
    void theReadmesTableIsTheCodes() throws IOException {
        List<String> documented = readme("| `gateway_");

        List<String> real = Arrays.stream(Metric.values())
                .map(metric -> row(
                        prometheusName(metric),
                        prometheusType(metric),
                        metric.unit(),
                        metric.labels().isEmpty()
                                ? "–"
                                : metric.labels().stream()
                                        .map(Metric.Label::key)
                                        .collect(Collectors.joining(", ")),
                        metric.meaning()))
                .toList();
        assertEquals(real, documented);
    }

    @Test
    void theReadmesLabelsAreTheCodes() throws IOException {
        for (Metric.Label label : Metric.Label.values()) {
            assertEquals(
                    List.of(row(label.key(), String.join(", ", label.possible()))),
                    readme("| `" + label.key() + "` |"));
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aMetricIsNamedAfterTheGatewayAndOnlyOnce(Metric metric) {
        assertTrue(metric.id().matches("gateway(\\.[a-z]+)+"), metric.id());
        assertEquals(
                1,
                Arrays.stream(Metric.values())
                        .filter(other -> other.id().equals(metric.id()))
                        .count());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void durationsAreInSeconds(Metric metric) {
        assertEquals(metric.type() == Metric.Type.TIMER, metric.unit().equals("seconds"));
    }

    @Test
    void tagsAreAValueForEachLabel() {
        assertEquals(
                Tags.of("budget", "associations", "reply", "too_slow"),
                Metric.CALL.tags(Values.budget(true), Values.reply(ReplyKind.TOO_SLOW)));
        assertEquals(Tags.empty(), Metric.ACCOUNTS.tags());
        assertThrows(IllegalArgumentException.class, () -> Metric.CALL.tags("objects"));
        assertThrows(IllegalArgumentException.class, () -> Metric.ACCOUNTS.tags("objects"));
    }

    /** A value that callers choose, an object type say, would make series without end. */
    @Test
    void whatIsNotAmongALabelsValuesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Metric.IN_FLIGHT.tags("contacts"));
        assertThrows(IllegalArgumentException.class, () -> Metric.CALL.tags("answered", "objects"));
    }

    private static List<String> readme(String start) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("README.md"))) {
            return lines.filter(line -> line.startsWith(start))
                    .map(line -> line.replace("`", ""))
                    .toList();
        }
    }

    private static String row(String... columns) {
        return "| " + String.join(" | ", columns) + " |";
    }
}
