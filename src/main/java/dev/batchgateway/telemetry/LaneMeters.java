package dev.batchgateway.telemetry;

import dev.batchgateway.batch.Family;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcomes;
import dev.batchgateway.batch.Target;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.retry.ReplyKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Counts what {@code dispatch} tells: waiting for permits, time under way, backing off, outcomes. Thread-safe. */
public final class LaneMeters implements Watch {
    /**
     * What somebody may want to be woken for, and what it is weighed against. Their series are there from the
     * beginning, because Prometheus sees no increase in a series that begins with 1; those of other endings come when
     * they happen, because each is a histogram.
     */
    private static final List<ReplyKind> WATCHED = List.of(
            ReplyKind.ANSWERED,
            ReplyKind.UNAUTHORIZED,
            ReplyKind.THROTTLED,
            ReplyKind.DAILY_LIMIT,
            ReplyKind.OVERLOADED,
            ReplyKind.TOO_SLOW,
            ReplyKind.NOT_REACHED,
            ReplyKind.UNTRUSTED,
            ReplyKind.NO_ANSWER);

    /** Those of them after which inputs may be sent again. */
    private static final List<ReplyKind> WATCHED_AGAIN = List.of(
            ReplyKind.THROTTLED, ReplyKind.OVERLOADED, ReplyKind.TOO_SLOW, ReplyKind.NOT_REACHED, ReplyKind.NO_ANSWER);

    /** Those of HubSpot's statuses, and 0 for no answer. */
    private static final List<Integer> WATCHED_CODES =
            List.of(200, 201, 204, 207, 400, 401, 403, 429, 500, 502, 503, 504, 0);

    private final Meter.MeterProvider<Timer> waits;
    private final Meter.MeterProvider<Timer> calls;
    private final Meter.MeterProvider<Timer> backoffs;
    private final Meter.MeterProvider<Counter> codes;
    private final Meter.MeterProvider<Counter> retries;
    private final Meter.MeterProvider<Counter> isolationCalls;
    private final Meter.MeterProvider<Counter> inputs;

    /** @param registry keeps the meters */
    public LaneMeters(MeterRegistry registry) {
        this.waits = Metric.PERMIT_WAIT.timers(registry);
        this.calls = Metric.CALL.timers(registry);
        this.backoffs = Metric.BACKOFF.timers(registry);
        this.codes = Metric.CALLS.counters(registry);
        this.retries = Metric.RETRIES.counters(registry);
        this.isolationCalls = Metric.ISOLATION_CALLS.counters(registry);
        this.inputs = Metric.INPUTS.counters(registry);
        for (boolean associations : new boolean[] {false, true}) {
            wait(associations);
            WATCHED.forEach(kind -> call(associations, kind));
            WATCHED_CODES.forEach(status -> code(associations, status));
        }
        WATCHED_AGAIN.forEach(kind -> {
            backoff(kind);
            retry(kind);
        });
        for (Operation operation : Operation.values()) {
            isolates(operation, 0);
            for (Family family : Family.values()) {
                if (family.has(operation)) {
                    Values.outcomes().forEach(outcome -> count(operation, family, outcome, 0));
                }
            }
        }
    }

    @Override
    public void waited(boolean associations, long nanos) {
        wait(associations).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void called(boolean associations, ReplyKind kind, int status, long nanos) {
        call(associations, kind).record(nanos, TimeUnit.NANOSECONDS);
        code(associations, status).increment();
    }

    @Override
    public void backsOff(ReplyKind kind, long nanos) {
        backoff(kind).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void sendsAgain(ReplyKind before) {
        retry(before).increment();
    }

    @Override
    public void isolates(Operation operation, int calls) {
        isolationCalls
                .withTags(Metric.ISOLATION_CALLS.tags(Values.operation(operation)))
                .increment(calls);
    }

    @Override
    public void ended(Target target, Outcomes outcomes) {
        Operation operation = target.operation();
        Family family = target.family();
        count(operation, family, Values.SUCCEEDED, outcomes.succeeded());
        count(operation, family, Values.REJECTED, outcomes.rejected());
        count(operation, family, Values.UNCONFIRMED, outcomes.unconfirmed());
        count(operation, family, Values.UNSENT, outcomes.unsent());
    }

    private void count(Operation operation, Family family, String outcome, int more) {
        inputs.withTags(Metric.INPUTS.tags(Values.operation(operation), Values.family(family), outcome))
                .increment(more);
    }

    private Counter code(boolean associations, int status) {
        return codes.withTags(Metric.CALLS.tags(Values.budget(associations), Codes.of(status)));
    }

    private Timer wait(boolean associations) {
        return waits.withTags(Metric.PERMIT_WAIT.tags(Values.budget(associations)));
    }

    private Timer call(boolean associations, ReplyKind kind) {
        return calls.withTags(Metric.CALL.tags(Values.budget(associations), Values.reply(kind)));
    }

    private Counter retry(ReplyKind before) {
        return retries.withTags(Metric.RETRIES.tags(Values.reply(before)));
    }

    private Timer backoff(ReplyKind kind) {
        return backoffs.withTags(Metric.BACKOFF.tags(Values.reply(kind)));
    }
}
