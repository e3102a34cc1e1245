package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounds of the histograms: each tells apart what its durations usually are, up to what the time-outs allow. */
class HistogramBoundsTest {
    /** Each is a series of Prometheus. */
    private static final int MOST = 15;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"PERMIT_WAIT", "CALL", "PASSED_ON", "BACKOFF"})
    void theyRiseAndAreNotMany(Metric metric) {
        List<Double> bounds = bounds(metric);

        assertEquals(bounds.stream().sorted().distinct().toList(), bounds);
        assertTrue(bounds.size() >= 5 && bounds.size() <= MOST, bounds::toString);
        assertTrue(bounds.get(0) > 0, bounds::toString);
    }

    @Test
    void thereAreNoOtherHistograms() {
        assertEquals(
                List.of(Metric.PERMIT_WAIT, Metric.CALL, Metric.PASSED_ON, Metric.BACKOFF),
                Arrays.stream(Metric.values())
                        .filter(metric -> metric.type() == Metric.Type.TIMER)
                        .toList());
    }

    /** What is beyond the last one was given up. HubSpot usually takes 0.1 to 0.5 s (API-FACTS 6). */
    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"CALL", "PASSED_ON"})
    void aCallsGoUpToItsTimeOutAndTellApartWhatIsUsual(Metric metric) throws NoSuchMethodException {
        List<Double> bounds = bounds(metric);

        assertEquals(byDefault(GatewayConfig.Dispatch.class, "attemptTimeout"), last(bounds));
        assertTrue(bounds.stream().filter(bound -> bound >= 0.1 && bound <= 0.5).count() >= 4, bounds::toString);
        assertTrue(bounds.get(0) < 0.1, bounds::toString);
    }

    /** None at all, HubSpot's lock, the first and the longest of ours, and a longer one that HubSpot may ask for. */
    @Test
    void aPausesTellThoseApartThatThereAre() throws NoSuchMethodException {
        List<Double> bounds = bounds(Metric.BACKOFF);

        assertTrue(bounds.get(0) < byDefault(GatewayConfig.Dispatch.class, "firstBackoff") / 2, bounds::toString);
        for (String pause : List.of("firstBackoff", "lock", "longestBackoff")) {
            assertTrue(bounds.contains(byDefault(GatewayConfig.Dispatch.class, pause)), pause);
        }
        assertEquals(60, last(bounds));
    }

    @Test
    void aWaitsGoUpToTheDeadline() throws NoSuchMethodException {
        List<Double> bounds = bounds(Metric.PERMIT_WAIT);

        assertEquals(byDefault(GatewayConfig.Edge.class, "deadline"), last(bounds));
        assertTrue(bounds.contains(byDefault(GatewayConfig.Limit.class, "window")), bounds::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "CALL, 250, 0.2, 0.3",
        "CALL, 105000, 60, 110",
        "PASSED_ON, 40, 0, 0.05",
        "PASSED_ON, 1200, 1, 1.5",
        "BACKOFF, 0, 0, 0.001",
        "BACKOFF, 750, 0.001, 1",
        "BACKOFF, 15000, 10, 20"
    })
    void aDurationIsCountedInEveryBucketThatHoldsItAndInNoOther(
            Metric metric, long millis, double without, double with) {
        Timer timer = timer(metric);
        timer.record(Duration.ofMillis(millis));

        for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
            double bound = bucket.bucket(TimeUnit.SECONDS);
            assertEquals(bound <= without ? 0 : 1, bucket.count(), () -> metric + " at " + bound);
            assertTrue(bound <= without || bound >= with, () -> "There is one between: " + bound);
        }
    }

    private List<Double> bounds(Metric metric) {
        List<Double> bounds = new ArrayList<>();
        for (CountAtBucket bucket : timer(metric).takeSnapshot().histogramCounts()) {
            bounds.add(bucket.bucket(TimeUnit.SECONDS));
        }
        return bounds;
    }

    private Timer timer(Metric metric) {
        return metric.timers(registry)
                .withTags(metric.tags(metric.labels().stream()
                        .map(label -> label.possible().get(0))
                        .toArray(String[]::new)));
    }

    private static double last(List<Double> bounds) {
        return bounds.get(bounds.size() - 1);
    }

    private static double byDefault(Class<?> section, String key) throws NoSuchMethodException {
        String value = section.getMethod(key).getAnnotation(WithDefault.class).value();
        return DurationConverter.parseDuration(value).toMillis() / 1_000.0;
    }
}
