package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchgateway.network.Gateways;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.telemetry.Metric;
import dev.batchgateway.telemetry.MetricTest;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.Polling;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real Prometheus reads the packaged gateway and has the rules that ship: what it does not find, does not understand or
 * would never be woken by shows here. The gateway has served batches by then, one of which was sent again, and one of
 * which has an input that is unconfirmed.
 */
class PrometheusIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SELECTOR = Pattern.compile("\\b(?:gateway|process)_[a-z_]+(?:\\{[^}]*})?");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    private static Optional<HubSpotSimulator> hubSpot = Optional.empty();
    private static Optional<GatewayProcess> gateway = Optional.empty();
    private static Optional<PrometheusProcess> started = Optional.empty();
    private static List<String> missingAtFirst = List.of();

    @BeforeAll
    static void readsAGatewayThatServes() throws IOException {
        assumeTrue(
                PrometheusProcess.isHere(),
                "There is no prometheus with its promtool on the path: rules and dashboard are not loaded into one");
        HubSpotSimulator upstream = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
        hubSpot = Optional.of(upstream);
        GatewayProcess serving = GatewayProcess.start(upstream.url(), Map.of());
        gateway = Optional.of(serving);
        PrometheusProcess prometheus =
                PrometheusProcess.start(directory, serving.management(), Promtool.rules(directory));
        started = Optional.of(prometheus);
        // It sees an increase only of what it has seen before.
        eventually(
                "a first reading", () -> !prometheus.query("gateway_accounts").isEmpty());

        missingAtFirst = missing(prometheus);

        Gateways.assertReachesHubSpot(serving);
        upstream.script().add(Fault.html(502));
        GatewayAnswer repeated =
                Gateways.post(serving, "/crm/v3/objects/contacts/batch/read", Batches.of("{\"id\":\"1\"}"));
        assertEquals(1, repeated.count("Retries"), repeated::body);
        upstream.script()
                .add(new Fault.Reply(502, Map.of(), Buffer.buffer("<html>Bad Gateway</html>"), false).afterWrite());
        GatewayAnswer doubtful = Gateways.post(
                serving, "/crm/v3/objects/contacts/batch/create", Batches.of(1, position -> Batches.newContact(17)));
        assertEquals(1, doubtful.count("Unconfirmed"), doubtful::body);
        eventually("the unconfirmed input", () -> !prometheus
                .query("gateway_inputs_total{outcome=\"unconfirmed\"} > 0")
                .isEmpty());
    }

    /** What alerts look at and what is not there: of what may be this or that, each that is not. */
    private static List<String> missing(PrometheusProcess prometheus) throws IOException {
        List<String> missing = new ArrayList<>();
        for (Yaml rule : MonitoringTest.rules()) {
            SELECTOR.matcher(rule.at("expr").text())
                    .results()
                    .flatMap(selector -> Alternatives.of(selector.group()).stream())
                    .filter(selector -> prometheus.query(selector).isEmpty())
                    .forEach(missing::add);
        }
        return missing;
    }

    @AfterAll
    static void nothingStaysBehind() {
        started.ifPresent(PrometheusProcess::close);
        gateway.ifPresent(GatewayProcess::close);
        hubSpot.ifPresent(HubSpotSimulator::close);
    }

    @Test
    void theManagementPortIsATargetThatIsUp() {
        JsonNode targets = prometheus().get("targets").path("activeTargets");

        assertEquals(1, targets.size());
        assertEquals("up", targets.path(0).path("health").asText(), targets::toString);
        assertEquals("", targets.path(0).path("lastError").asText());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricIsReadAsWhatItIs(Metric metric) {
        String name = MetricTest.prometheusName(metric);
        // OpenMetrics describes a counter without the ending that its series have.
        JsonNode all = prometheus().get("metadata");
        JsonNode described = all.has(name) ? all.path(name) : all.path(name.replaceFirst("_total$", ""));
        String type = metric.type() == Metric.Type.TIMER
                ? "histogram"
                : metric.type().name().toLowerCase(Locale.ROOT);

        assertEquals(type, described.path(0).path("type").asText(), name);
        assertEquals(metric.meaning(), described.path(0).path("help").asText(), name);
        List<String> series = metric.type() == Metric.Type.TIMER
                ? List.of(name + "_bucket", name + "_count", name + "_sum", name + "_max")
                : List.of(name);
        series.forEach(one -> assertFalse(prometheus().query(one).isEmpty(), one));
    }

    @Test
    void everyBoundIsAboveWhatItBounds() {
        for (Metric metric : Metric.values()) {
            if (metric.id().contains(".bound")) {
                String bound = MetricTest.prometheusName(metric);
                assertFalse(prometheus().query(bound + " > 0").isEmpty(), bound);
                assertFalse(
                        prometheus()
                                .query(bound.replace("_bound", "") + " < " + bound)
                                .isEmpty(),
                        bound);
            }
        }
    }

    @Test
    void everyAlertIsLoadedAndEvaluated() throws IOException {
        List<String> shipped = MonitoringTest.rules().stream()
                .map(rule -> rule.at("alert").text())
                .toList();
        eventually("all rules to be evaluated", () -> loaded().stream()
                .noneMatch(rule -> rule.path("health").asText().equals("unknown")));

        assertEquals(
                shipped,
                loaded().stream().map(rule -> rule.path("name").asText()).toList());
        loaded().forEach(rule -> assertEquals("ok", rule.path("health").asText(), rule::toString));
    }

    /** Of a series that comes with what it counts the first time is no increase. */
    @Test
    void everySeriesThatAnAlertLooksAtIsThereBeforeTheFirstRequest() {
        assertEquals(List.of(), missingAtFirst);
    }

    /** Of the few calls one in ten and more has failed, and its alert waits for whether that goes on. */
    @Test
    void theUnconfirmedInputRaisesItsAlertAndNoOtherIsRaisedOrAboutToBeForNothing() {
        List<String> expected = List.of("HubSpotFails pending", "HubSpotInputsUnconfirmed firing");
        eventually("the alerts", () -> alerts().containsAll(expected));

        assertEquals(expected, alerts());
    }

    /** With a namespace chosen, and with all of them. */
    @Test
    void everythingTheDashboardAsksForHasAnAnswer() throws IOException {
        List<String> namespaces = namespaces();
        assertEquals(List.of(PrometheusProcess.NAMESPACE), namespaces);
        Set<String> asked = new LinkedHashSet<>();
        for (String panel : MonitoringTest.ofDashboard()) {
            for (String namespace : List.of(namespaces.get(0), everyNamespace())) {
                asked.add(panel.replace("$namespace", namespace).replace("$__rate_interval", "10m"));
            }
        }

        assertAnswered(asked);
    }

    /** Every alert, whether it fires or not: of one that misses something, what it misses is here. */
    @Test
    void everythingAnAlertComparesIsThere() throws IOException {
        Set<String> asked = new LinkedHashSet<>();
        for (Yaml rule : MonitoringTest.rules()) {
            asked.addAll(Underlying.of(rule.at("expr").text()));
        }

        assertAnswered(asked);
    }

    private static void assertAnswered(Set<String> asked) {
        Map<String, String> without = new LinkedHashMap<>();
        Polling.until(PATIENCE, () -> {
            without.clear();
            asked.stream()
                    .filter(expression -> !isAnswered(expression))
                    .forEach(expression -> without.put(
                            expression, prometheus().query(expression).toString()));
            return without.isEmpty();
        });
        assertEquals(Map.of(), without);
    }

    /** A number, in one series at least: what is no number Grafana does not draw. */
    private static boolean isAnswered(String expression) {
        return StreamSupport.stream(prometheus().query(expression).spliterator(), false)
                .anyMatch(series -> !series.path("value").path(1).asText().equals("NaN"));
    }

    /** Those that the dashboard offers. */
    private static List<String> namespaces() throws IOException {
        Matcher labelValues =
                LABEL_VALUES.matcher(namespaceVariable().path("query").asText());
        assertTrue(labelValues.matches(), labelValues::toString);
        return prometheus().labelValues(labelValues.group(1), labelValues.group(2));
    }

    /** What it asks for where none is chosen. */
    private static String everyNamespace() throws IOException {
        assertTrue(namespaceVariable().path("includeAll").asBoolean());
        return namespaceVariable().path("allValue").asText();
    }

    private static JsonNode namespaceVariable() throws IOException {
        return StreamSupport.stream(MonitoringTest.variables().spliterator(), false)
                .filter(variable -> variable.path("type").asText().equals("query"))
                .reduce((one, another) -> {
                    throw new AssertionError("More than one variable is asked for: " + one + another);
                })
                .orElseThrow();
    }

    private static PrometheusProcess prometheus() {
        return started.orElseThrow();
    }

    private static List<JsonNode> loaded() {
        List<JsonNode> rules = new ArrayList<>();
        prometheus().get("rules").path("groups").forEach(group -> group.path("rules")
                .forEach(rules::add));
        return rules;
    }

    private static List<String> alerts() {
        return StreamSupport.stream(prometheus().get("alerts").path("alerts").spliterator(), false)
                .map(alert -> alert.path("labels").path("alertname").asText() + " "
                        + alert.path("state").asText())
                .sorted()
                .toList();
    }

    private static void eventually(String what, BooleanSupplier condition) {
        assertTrue(
                Polling.until(PATIENCE, condition),
                () -> what + " did not come\n"
                        + started.map(PrometheusProcess::log).orElse(""));
    }
}
