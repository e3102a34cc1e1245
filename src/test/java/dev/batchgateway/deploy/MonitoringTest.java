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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Alerts and the dashboard ask for metrics that there are, with labels that they have. */
class MonitoringTest {
    private static final Path MONITORING = Path.of("k8s", "components", "monitoring");
    private static final Pattern NAME = Pattern.compile("\\bgateway_[a-z_]+");
    private static final Pattern SELECTOR = Pattern.compile("\\b(gateway_[a-z_]+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z]+)=~?\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("by \\(([a-z, ]+)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    /** What is added up, and how two sides of an expression are paired. */
    private static final Pattern ACROSS = Pattern.compile("\\b(?:sum|max|min|count|on)\\b(?: by)? ?\\(([^)]*)");
    /** What Prometheus and Kubernetes add. */
    private static final Set<String> FOREIGN_LABELS = Set.of("namespace", "pod", "le");

    private static final List<String> SERIES_OF_A_TIMER = List.of("_bucket", "_count", "_sum", "_max");

    @Test
    void everySeriesThatIsAskedForExists() throws IOException {
        for (String expression : expressions()) {
            List<String> names = names(expression);
            assertFalse(names.isEmpty(), expression);
            names.forEach(MonitoringTest::metric);
        }
    }

    @Test
    void everyLabelIsOneOfTheMetricBesideItAndCanHaveThatValue() throws IOException {
        for (String expression : expressions()) {
            assertFalse(SELECTOR.matcher(expression).replaceAll("").contains("{"), expression);
            assertLabelsAreTheMetrics(expression);
            for (Matcher by = GROUPING.matcher(expression); by.find(); ) {
                Matcher grouped = NAME.matcher(expression);
                assertTrue(grouped.find(by.end()), expression);
                for (String key : by.group(1).split(", ", -1)) {
                    if (!FOREIGN_LABELS.contains(key)) {
                        label(grouped.group(), key);
                    }
                }
            }
        }
    }

    /** Of every series in {@code text} that is picked by its labels. */
    static void assertLabelsAreTheMetrics(String text) {
        for (Matcher selector = SELECTOR.matcher(text); selector.find(); ) {
            for (String one : selector.group(2).split(",", -1)) {
                Matcher matcher = MATCHER.matcher(one);
                assertTrue(matcher.matches(), selector.group());
                if (!FOREIGN_LABELS.contains(matcher.group(1))) {
                    List<String> possible =
                            label(selector.group(1), matcher.group(1)).possible();
                    for (String value : matcher.group(2).split("\\|", -1)) {
                        assertTrue(possible.contains(value), "It is never " + value + ": " + selector.group());
                    }
                }
            }
        }
    }

    @Test
    void everyMetricIsOnTheDashboard() throws IOException {
        Set<Metric> shown = NAME.matcher(String.join("\n", ofDashboard()))
                .results()
                .map(found -> metric(found.group()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Metric.class)));

        // Whole names: that of one may be how another one's begins.
        assertEquals(EnumSet.allOf(Metric.class), shown);
    }

    /** Grafana asks for a variable that is not there with its name. */
    @Test
    void everyVariableInTheDashboardIsOneOfItsOwnAndEachIsUsed() throws IOException {
        Set<String> defined = new TreeSet<>();
        variables().forEach(variable -> defined.add(variable.path("name").asText()));
        Set<String> used = VARIABLE.matcher(dashboard().toString())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(used.remove("__rate_interval"), "Grafana's own");
        assertEquals(defined, used);
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

    /** One of two on one Prometheus must not hide behind the other, nor be taken for it. */
    @Test
    void everyAlertTellsTheGatewaysOfOneNamespaceFromOthers() throws IOException {
        for (Yaml rule : rules()) {
            String expression = rule.at("expr").text();
            List<String> across = ACROSS.matcher(expression)
                    .results()
                    .map(found -> found.group(1))
                    .toList();

            assertFalse(across.isEmpty(), expression);
            across.forEach(labels -> assertTrue(labels.startsWith("namespace"), expression));
            assertTrue(
                    rule.at("annotations", "summary")
                            .text()
                            .endsWith("{{ with $labels.namespace }} ({{ . }}){{ end }}"),
                    rule.path());
        }
    }

    /** Of our series in {@code text}, in their order. */
    static List<String> names(String text) {
        return NAME.matcher(text).results().map(found -> found.group()).toList();
    }

    private static Metric.Label label(String series, String key) {
        return metric(series).labels().stream()
                .filter(label -> label.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " has no label " + key));
    }

    private static Metric metric(String series) {
        return Arrays.stream(Metric.values())
                .filter(metric -> series(metric).contains(series))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no series " + series));
    }

    private static List<String> series(Metric metric) {
        String name = MetricTest.prometheusName(metric);
        return metric.type() == Metric.Type.TIMER
                ? SERIES_OF_A_TIMER.stream().map(end -> name + end).toList()
                : List.of(name);
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

    /** Its variables: whoever looks at it chooses their values. */
    static JsonNode variables() throws IOException {
        return dashboard().path("templating").path("list");
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
