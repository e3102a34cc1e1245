package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Reason;
import dev.batchgateway.telemetry.Metric;
import dev.batchgateway.telemetry.MetricTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/operations.md} to the alerts, the metrics, the log and its own headings. */
class OperationsGuideTest {
    private static final Path GUIDE = Path.of("docs", "operations.md");
    private static final Pattern SECTION = Pattern.compile("(?m)^### `([A-Za-z]+)`$");
    private static final List<String> PARTS = List.of("- **Means:** ", "- **Look at:** ", "- **Do:** ");
    private static final Pattern SERIES = Pattern.compile("\\bgateway_[a-z_]+");
    private static final Pattern PART_OF_A_TIMER = Pattern.compile("_(bucket|count|sum|max)$");
    private static final Pattern REASON = Pattern.compile("\\bgateway\\.([A-Z_]{2,})");
    private static final Pattern LOG_LINE = Pattern.compile("(?m)^\\| (?:INFO|WARN|ERROR|DEBUG) \\| `([^`]+)` \\|");
    private static final Pattern MANIFEST = Pattern.compile("(?s)```yaml\n(.*?)```");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private final String guide = read(GUIDE);

    @Test
    void everyAlertHasItsSectionInTheOrderOfTheRules() throws IOException {
        List<String> sections =
                SECTION.matcher(guide).results().map(one -> one.group(1)).toList();

        assertEquals(
                MonitoringTest.rules().stream()
                        .map(rule -> rule.at("alert").text())
                        .toList(),
                sections);
    }

    @Test
    void everySectionSaysHowBadWhatItMeansWhatToLookAtAndWhatToDo() throws IOException {
        for (Yaml rule : MonitoringTest.rules()) {
            String alert = rule.at("alert").text();
            String section = section(alert);

            assertTrue(
                    section.toLowerCase(Locale.ROOT)
                            .startsWith(rule.at("labels", "severity").text()),
                    alert);
            assertEquals(
                    rule.at("for").isThere(), !section.contains(", at once") && section.contains(", after "), alert);
            PARTS.forEach(part -> assertTrue(section.contains("\n" + part), alert + " has no " + part));
            String lookAt = section.substring(section.indexOf(PARTS.get(1)), section.indexOf(PARTS.get(2)));
            for (String series : series(rule.at("expr").text())) {
                assertTrue(
                        lookAt.contains(PART_OF_A_TIMER.matcher(series).replaceFirst("")),
                        alert + " does not name " + series);
            }
        }
    }

    @Test
    void everyMetricItNamesExists() {
        Set<String> real =
                Arrays.stream(Metric.values()).map(MetricTest::prometheusName).collect(Collectors.toSet());

        Set<String> named = series(guide);

        assertFalse(named.isEmpty());
        named.forEach(name -> assertTrue(
                real.contains(name)
                        || real.contains(PART_OF_A_TIMER.matcher(name).replaceFirst("")),
                name));
    }

    @Test
    void everyLabelItPicksAMetricByIsOneOfThatMetricAndCanHaveThatValue() {
        MonitoringTest.assertLabelsAreTheMetrics(guide);
    }

    @Test
    void theNetworkPolicyItShowsLetsTheSamePodsOutAsThatOfTheBase() throws IOException {
        List<String> manifests =
                MANIFEST.matcher(guide).results().map(one -> one.group(1)).toList();
        assertEquals(1, manifests.size());
        Yaml shown = Yaml.documents(manifests.get(0)).get(0);
        Yaml base = Yaml.documents(read(Path.of("k8s", "base", "networkpolicy.yaml")))
                .get(0);

        assertEquals(base.at("kind").there(), shown.at("kind").there());
        assertEquals(
                base.at("spec", "podSelector").there(),
                shown.at("spec", "podSelector").there());
        assertEquals("[Egress]", shown.at("spec", "policyTypes").text());
        assertEquals(4318, shown.at("spec", "egress", 0, "ports", 0, "port").number());
    }

    @Test
    void everyReasonItNamesIsOneThatCallersGet() {
        Set<String> real = Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.toSet());

        List<String> named =
                REASON.matcher(guide).results().map(one -> one.group(1)).toList();

        assertFalse(named.isEmpty());
        named.forEach(name -> assertTrue(real.contains(name), name));
    }

    /** Between the places where the program puts something in. */
    @Test
    void everyLineOfTheLogItNamesIsWrittenByTheProgram() throws IOException {
        String program = program();
        List<String> lines =
                LOG_LINE.matcher(guide).results().map(one -> one.group(1)).toList();

        assertFalse(lines.isEmpty());
        for (String line : lines) {
            for (String part : line.split("…", -1)) {
                assertTrue(program.contains(part), line);
            }
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        for (MatchResult link : LINK.matcher(guide).results().toList()) {
            Path file = link.group(1).isEmpty()
                    ? GUIDE
                    : GUIDE.resolveSibling(link.group(1)).normalize();
            assertTrue(Files.exists(file), link::group);
            String anchor = link.group(2);
            assertTrue(anchor == null || anchors(read(file)).contains(anchor), link::group);
        }
    }

    @Test
    void theReadmeLeadsToIt() {
        assertTrue(read(Path.of("README.md")).contains("(docs/operations.md#alerts)"));
        assertTrue(anchors(guide).contains("alerts"));
    }

    private String section(String alert) {
        String heading = "### `" + alert + "`\n\n";
        int begin = guide.indexOf(heading) + heading.length();
        int end = guide.indexOf("\n### ", begin);
        return guide.substring(begin, end < 0 ? guide.length() : end);
    }

    private static Set<String> series(String text) {
        return SERIES.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(String text) {
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** Its sources, with texts that go over several lines made one. */
    private static String program() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Path.of("src", "main", "java"))) {
            all.filter(file -> file.toString().endsWith(".java")).forEach(file -> files.add(read(file)));
        }
        return String.join("\n", files).replaceAll("\"\\s*\\+\\s*\"", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
