package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.simulator.Limits;
import dev.batchgateway.simulator.ThrottlePolicy;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Prometheus reads on the management port. */
@QuarkusTest
class MetricsTest extends GatewayTest {
    private static final String PATH = "/crm/v3/objects/contacts/batch/create";
    private static final Pattern PERMITS = Pattern.compile("permits;dur=(\\d+),.*");
    private static final List<String> PARTS = List.of("_bucket", "_count", "_sum", "_max", "");

    @TestHTTPResource(management = true)
    URI management;

    @Test
    void everyMetricIsThereWithItsTypeAndMeaning() {
        assertEquals(201, post(PATH, Batches.of(3, Batches::newContact)).status());

        List<String> lines = scrape().lines().toList();

        for (Metric metric : Metric.values()) {
            // OpenMetrics describes a counter without the ending that its series have.
            String name = MetricTest.prometheusName(metric).replaceFirst("_total$", described(lines));
            assertTrue(lines.contains("# TYPE " + name + " " + MetricTest.prometheusType(metric)), name);
            assertTrue(lines.contains("# HELP " + name + " " + metric.meaning()), name);
        }
    }

    private static String described(List<String> lines) {
        return lines.contains("# EOF") ? "" : "_total";
    }

    @Test
    void everySeriesIsOfAMetricAndHasItsLabels() {
        post(PATH, Batches.of(3, Batches::newContact));

        Map<String, Map<String, String>> series = new TreeMap<>();
        scrape().lines().filter(line -> line.startsWith("gateway_")).forEach(line -> {
            Matcher one = Scraped.SERIES.matcher(line);
            assertTrue(one.matches(), line);
            series.put(line, Scraped.labels(one.group(2)));
            Metric metric = metric(one.group(1));
            Map<String, String> labels = Scraped.labels(one.group(2));
            labels.remove("le");
            assertEquals(
                    metric.labels().stream().map(Metric.Label::key).sorted().toList(),
                    List.copyOf(labels.keySet()),
                    line);
            metric.labels().forEach(label -> assertTrue(label.possible().contains(labels.get(label.key())), line));
        });
        assertTrue(series.size() > Metric.values().length);
    }

    @Test
    void nothingTellsWhoCalledOrWhat() {
        post("/crm/v3/objects/p123_car/batch/create", Batches.of(3, Batches::newContact));
        caller().get("/crm/v3/owners");

        String scrape = scrape();

        assertFalse(scrape.contains(token.substring("Bearer ".length())));
        assertFalse(scrape.contains(Accounts.digest(token)));
        assertFalse(scrape.contains("p123_car"));
        assertFalse(scrape.contains("/crm/"));
    }

    /** Two calls in a window, and three to make: the third waits, and both the answer and the metric say how long. */
    @Test
    void whatABatchHasWaitedIsInItsAnswerAndInTheMetric() {
        simulator.set(Limits.PERMITS, 2).set(Limits.WINDOW_MILLIS, 400);
        double before = value("gateway_permit_wait_seconds_sum", "budget=\"objects\"");

        GatewayAnswer answer = post(PATH, Batches.of(201, Batches::newContact));

        double waited = value("gateway_permit_wait_seconds_sum", "budget=\"objects\"") - before;
        Matcher told = PERMITS.matcher(answer.header("Server-Timing"));
        assertTrue(told.matches(), answer.header("Server-Timing"));
        assertEquals(201, answer.status(), answer.body());
        assertTrue(waited > 0);
        assertEquals(waited * 1_000, Double.parseDouble(told.group(1)), 1.01);
    }

    @Test
    void whatBecameOfInputsIsCounted() {
        String succeeded = "family=\"v3\",operation=\"object_create\",outcome=\"succeeded\"";
        String rejected = "family=\"v3\",operation=\"object_create\",outcome=\"rejected\"";
        double before = value("gateway_inputs_total", succeeded);
        double refusedBefore = value("gateway_inputs_total", rejected);
        assertEquals(201, post(PATH, Batches.of(250, Batches::newContact)).status());

        assertEquals(207, post(PATH, Batches.of(1, Batches::newContact)).status());

        assertEquals(before + 250, value("gateway_inputs_total", succeeded));
        assertEquals(refusedBefore + 1, value("gateway_inputs_total", rejected));
    }

    @Test
    void a429IsSeenAsACallAndAsAReasonToSendAgain() {
        simulator.set(Limits.WINDOW_MILLIS, 200);
        simulator.add(FaultRule.of(new Fault.Throttle(ThrottlePolicy.TEN_SECONDLY)));
        String call = "budget=\"objects\",reply=\"throttled\"";
        double calls = value("gateway_call_seconds_count", call);
        double backoffs = value("gateway_backoff_seconds_count", "reason=\"throttled\"");

        assertEquals(201, post(PATH, Batches.of(3, Batches::newContact)).status());

        assertEquals(calls + 1, value("gateway_call_seconds_count", call));
        assertEquals(backoffs + 1, value("gateway_backoff_seconds_count", "reason=\"throttled\""));
    }

    @Test
    void aCallThatIsPassedOnIsInTheLineOfBatchesAndTheMetricsOfThatLineSaySo() {
        double before = value("gateway_permit_wait_seconds_count", "budget=\"objects\"");

        assertEquals(
                200,
                GatewayAnswer.of(caller().get("/crm/v3/properties/contacts")).status());

        assertEquals(before + 1, value("gateway_permit_wait_seconds_count", "budget=\"objects\""));
        for (Metric line : List.of(Metric.PERMIT_WAIT, Metric.BATCHES_WAITING)) {
            assertTrue(line.meaning().contains("atches, and calls that are passed on"), line.meaning());
        }
    }

    /** Neither is waited for, and both are sent again in two calls. */
    @ParameterizedTest
    @CsvSource({
        "413, Too large, too_large",
        "400, The maximum number of inputs supported in a batch is 2. Please reduce it, too_many_inputs"
    })
    void whatIsSentAgainInPartsIsCountedAsItsCallerIsTold(int status, String message, String reason) {
        Buffer refusal = Buffer.buffer(
                "{\"status\":\"error\",\"category\":\"VALIDATION_ERROR\",\"message\":\"" + message + "\"}");
        simulator.add(
                FaultRule.of(new Fault.Reply(status, Map.of("Content-Type", "application/json"), refusal, false)));
        double before = Scraped.of(management()).count("gateway_retries_total", "reason=\"" + reason + "\"");

        GatewayAnswer answer = post(PATH, Batches.of(3, Batches::newContact));

        assertEquals(201, answer.status(), answer.body());
        assertEquals(2, answer.count("Retries"));
        assertEquals(before + 2, value("gateway_retries_total", "reason=\"" + reason + "\""));
    }

    @Test
    void inputsAreOfTheFamilyOfTheirPath() {
        String dated = "family=\"dated\",operation=\"object_create\",outcome=\"succeeded\"";
        double before = value("gateway_inputs_total", dated);

        assertEquals(
                201,
                post("/crm/objects/2026-03/contacts/batch/create", Batches.of(3, Batches::newContact))
                        .status());

        assertEquals(before + 3, value("gateway_inputs_total", dated));
    }

    @Test
    void hubSpotsStatusesAreCounted() {
        simulator.set(Limits.WINDOW_MILLIS, 200);
        simulator.add(FaultRule.of(new Fault.Throttle(ThrottlePolicy.TEN_SECONDLY)));
        double refused = value("gateway_calls_total", "budget=\"objects\",code=\"429\"");

        assertEquals(201, post(PATH, Batches.of(3, Batches::newContact)).status());

        assertEquals(refused + 1, value("gateway_calls_total", "budget=\"objects\",code=\"429\""));
    }

    /** There is no Redis here. */
    @Test
    void howItStandsWithRedisIsShown() {
        assertEquals(1, value("gateway_shared_store", "state=\"none\""));
        assertEquals(0, value("gateway_shared_store", "state=\"lost\""));
        assertEquals(0, value("gateway_shared_store_exchanges_total", ""));
    }

    @Test
    void callersDoNotSeeThem() {
        GatewayAnswer answer = GatewayAnswer.of(caller().get("/q/metrics"));

        assertFalse(answer.body().contains("gateway_"), answer.body());
        assertFalse(answer.body().contains("jvm_"), answer.body());
    }

    /** The others look at every request, and have a label for its path. */
    @Test
    void ofTheReadyMadeOnesThereAreThoseOfTheJvmAndTheProcessAlone() {
        assertEquals(201, post(PATH, Batches.of(3, Batches::newContact)).status());

        List<String> others = scrape().lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .filter(name -> !name.matches("(gateway|jvm|process|system)_.*"))
                .toList();

        assertEquals(List.of(), others);
        assertTrue(scrape().contains("jvm_memory_used_bytes"));
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private String scrape() {
        return Scraped.of(management()).text();
    }

    /** The value of the series with exactly these labels. */
    private double value(String name, String labels) {
        List<Double> values = Scraped.of(management()).values(name, labels);
        assertEquals(1, values.size(), name + " " + labels);
        return values.get(0);
    }

    private static Metric metric(String series) {
        List<Metric> owners = Arrays.stream(Metric.values())
                .filter(metric ->
                        PARTS.stream().anyMatch(part -> series.equals(MetricTest.prometheusName(metric) + part)))
                .toList();
        assertEquals(1, owners.size(), series);
        return owners.get(0);
    }
}
