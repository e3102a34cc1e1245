package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchgateway.telemetry.Metric;
import dev.batchgateway.telemetry.MetricTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts and the dashboard ask for metrics that there are, with labels that they have. */
class MonitoringTest {
    private static final Path MONITORING = Path.of("k8s", "components", "monitoring");
    private static final Pattern NAME = Pattern.compile("\\bgateway_[a-z_]+");
    private static final Pattern MATCHER = Pattern.compile("([a-z]+)=~?\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("by \\(([a-z, ]+)\\)");
    /** What Prometheus and Kubernetes add. */
    private static final Set<String> FOREIGN_LABELS = Set.of("namespace", "pod", "le");

    private static final List<String> SERIES_OF_A_TIMER = List.of("_bucket", "_count", "_sum", "_max");

    @Test
    void everySeriesThatIsAskedForExists() throws IOException {
        Set<String> real = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            String name = MetricTest.prometheusName(metric);
            if (metric.type() == Metric.Type.TIMER) {
                SERIES_OF_A_TIMER.forEach(series -> real.add(name + series));
            } else {
                real.add(name);
            }
        }
        for (String expression : expressions()) {
            List<String> names = NAME.matcher(expression)
                    .results()
                    .map(found -> found.group())
                    .toList();
            assertFalse(names.isEmpty(), expression);
            names.forEach(name -> assertTrue(real.contains(name), name + " in " + expression));
        }
    }

    @Test
    void everyLabelIsOneOfTheMetricsAndCanHaveThatValue() throws IOException {
        for (String expression : expressions()) {
            for (Matcher label = MATCHER.matcher(expression); label.find(); ) {
                String key = label.group(1);
                if (!FOREIGN_LABELS.contains(key)) {
                    List<String> possible = label(key).possible();
                    for (String value : label.group(2).split("\\|", -1)) {
                        assertTrue(possible.contains(value), key + " is never " + value + " in " + expression);
                    }
                }
            }
            for (Matcher by = GROUPING.matcher(expression); by.find(); ) {
                for (String key : by.group(1).split(", ", -1)) {
                    assertTrue(FOREIGN_LABELS.contains(key) || label(key) != null, expression);
                }
            }
        }
    }

    @Test
    void everyMetricIsOnTheDashboard() throws IOException {
        String dashboard = String.join("\n", ofDashboard());

        for (Metric metric : Metric.values()) {
            assertTrue(dashboard.contains(MetricTest.prometheusName(metric)), metric.id());
        }
    }

    /** Grafana shows one of two panels with the same number, and draws one over the other. */
    @Test
    void everyPanelOfTheDashboardHasANumberAndAPlaceOfItsOwn() throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        Set<String> places = new TreeSet<>();
        for (JsonNode panel : dashboard().path("panels")) {
            JsonNode at = panel.path("gridPos");
            assertTrue(numbers.add(panel.path("id").asInt()), panel.path("title")::asText);
            assertTrue(places.add(at.path("x") + " " + at.path("y")), panel.path("title")::asText);
            assertEquals(0, at.path("x").asInt() % at.path("w").asInt(), panel.path("title")::asText);
            assertEquals(0, at.path("y").asInt() % at.path("h").asInt(), panel.path("title")::asText);
        }
    }

    @Test
    void everyAlertSaysHowBadItIs() throws IOException {
        for (Yaml rule : rules()) {
            assertTrue(
                    Set.of("warning", "critical")
                            .contains(rule.at("labels", "severity").text()),
                    rule.path());
            assertFalse(rule.at("annotations", "summary").there().toString().isBlank());
        }
    }

    private static Metric.Label label(String key) {
        return Arrays.stream(Metric.Label.values())
                .filter(label -> label.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No metric has the label " + key));
    }

    private static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>(ofDashboard());
        rules().forEach(rule -> all.add(rule.at("expr").text()));
        return all;
    }

    /** The groups of rules, which Prometheus' own files have at the top. */
    static Yaml groups() throws IOException {
        return Yaml.documents(Files.readString(MONITORING.resolve("prometheusrule.yaml")))
                .get(0)
                .at("spec", "groups");
    }

    /** The alerts. */
    static List<Yaml> rules() throws IOException {
        List<Yaml> rules = groups().at(0, "rules").elements();
        assertFalse(rules.isEmpty());
        return rules;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(MONITORING.resolve("dashboard.json").toFile());
    }

    /** What the dashboard asks for, as it stands there. */
    static List<String> ofDashboard() throws IOException {
        List<String> expressions = new ArrayList<>();
        dashboard().path("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> expressions.add(target.path("expr").asText())));
        assertFalse(expressions.isEmpty());
        return expressions;
    }
}
