package dev.batchgateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the gateway's answers to its callers. Thread-safe. */
public final class AnswerMeters {
    private final Meter.MeterProvider<Counter> answers;

    /** @param registry keeps the meters; what somebody may want to be woken for is there from the beginning */
    public AnswerMeters(MeterRegistry registry) {
        this.answers = Metric.ANSWERS.counters(registry);
        for (String kind : Values.kinds()) {
            count(kind, 200, Values.NONE, 0);
            count(kind, 500, "internal_error", 0);
            count(kind, 503, "unsent", 0);
        }
        for (int success : new int[] {200, 201, 207}) {
            count("batch", success, Values.CUT, 0);
        }
        for (int success : new int[] {200, 201, 202, 207}) {
            count("passed_on", success, Values.CUT, 0);
        }
    }

    /**
     * An answer is over.
     *
     * @param kind what was asked for
     * @param status of the answer
     * @param category whose word it was; one that is not known is counted as such
     */
    public void answered(String kind, int status, String category) {
        count(kind, status, category, 1);
    }

    private void count(String kind, int status, String category, int more) {
        answers.withTags(Metric.ANSWERS.tags(kind, Values.status(status), Values.category(category)))
                .increment(more);
    }
}
