package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.batchgateway.batch.Operation;
import dev.batchgateway.retry.ReplyKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LaneMetersTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final LaneMeters meters = new LaneMeters(registry);

    @Test
    void aWaitIsTimedUnderItsBudget() {
        meters.waited(false, Duration.ofMillis(1_500).toNanos());
        meters.waited(false, Duration.ofMillis(500).toNanos());
        meters.waited(true, Duration.ofSeconds(7).toNanos());

        assertTimed(2, 2.0, timer(Metric.PERMIT_WAIT, "budget", "objects"));
        assertTimed(1, 7.0, timer(Metric.PERMIT_WAIT, "budget", "associations"));
    }

    @Test
    void everyOutcomeOfEveryOperationIsThereFromTheBeginning() {
        for (Operation operation : Operation.values()) {
            assertEquals(0, count(Metric.ISOLATION_CALLS, "operation", Values.operation(operation)));
            for (String outcome : Metric.Label.OUTCOME.possible()) {
                String[] tags = {"operation", Values.operation(operation), "outcome", outcome, "family", "dated"};
                assertEquals(0, count(Metric.INPUTS, tags));
            }
        }
        assertNull(registry.find(Metric.INPUTS.id())
                .tags("operation", "object_read", "family", "v4")
                .counter());
    }

    @Test
    void aCallIsCountedUnderHubSpotsStatus() {
        meters.called(false, ReplyKind.OVERLOADED, 503, 1);
        meters.called(false, ReplyKind.OVERLOADED, 503, 1);
        meters.called(true, ReplyKind.REFUSED, 418, 1);
        meters.called(true, ReplyKind.NOT_REACHED, 0, 1);

        assertEquals(2, count(Metric.CALLS, "budget", "objects", "code", "503"));
        assertEquals(1, count(Metric.CALLS, "budget", "associations", "code", "other"));
        assertEquals(1, count(Metric.CALLS, "budget", "associations", "code", "none"));
        assertEquals(0, count(Metric.CALLS, "budget", "associations", "code", "503"));
    }

    @Test
    void callsThatSingleOutAreCounted() {
        meters.isolates(Operation.OBJECT_UPDATE, 2);
        meters.isolates(Operation.OBJECT_UPDATE, 3);

        assertEquals(5, count(Metric.ISOLATION_CALLS, "operation", "object_update"));
    }

    @Test
    void aCallThatSendsInputsAgainIsCountedUnderItsReason() {
        assertEquals(0, count(Metric.RETRIES, "reason", "throttled"));

        meters.sendsAgain(ReplyKind.TOO_LARGE);
        meters.sendsAgain(ReplyKind.TOO_LARGE);
        meters.sendsAgain(ReplyKind.TOO_MANY_INPUTS);

        assertEquals(2, count(Metric.RETRIES, "reason", "too_large"));
        assertEquals(1, count(Metric.RETRIES, "reason", "too_many_inputs"));
    }

    @Test
    void aPermitHadAtOnceIsAWaitOfNothing() {
        meters.waited(false, 0);

        assertTimed(1, 0, timer(Metric.PERMIT_WAIT, "budget", "objects"));
    }

    @Test
    void aWaitIsCountedInEveryBucketThatHoldsIt() {
        meters.waited(false, Duration.ofMillis(70).toNanos());
        meters.waited(false, Duration.ofSeconds(700).toNanos());

        Timer waits = timer(Metric.PERMIT_WAIT, "budget", "objects");
        assertEquals(0, inBucket(waits, Duration.ofMillis(50)));
        assertEquals(1, inBucket(waits, Duration.ofMillis(100)));
        assertEquals(1, inBucket(waits, Duration.ofMinutes(10)));
    }

    @Test
    void aCallIsTimedUnderItsBudgetAndReply() {
        meters.called(true, ReplyKind.ANSWERED, 200, Duration.ofMillis(250).toNanos());
        meters.called(false, ReplyKind.THROTTLED, 429, Duration.ofMillis(30).toNanos());

        assertTimed(1, 0.25, timer(Metric.CALL, "budget", "associations", "reply", "answered"));
        assertTimed(0, 0, timer(Metric.CALL, "budget", "objects", "reply", "answered"));
        assertTimed(1, 0.03, timer(Metric.CALL, "budget", "objects", "reply", "throttled"));
    }

    @Test
    void aPauseIsTimedUnderItsReason() {
        meters.backsOff(ReplyKind.TOO_SLOW, Duration.ofSeconds(3).toNanos());
        meters.backsOff(ReplyKind.THROTTLED, 0);

        assertTimed(1, 3, timer(Metric.BACKOFF, "reason", "too_slow"));
        assertTimed(1, 0, timer(Metric.BACKOFF, "reason", "throttled"));
    }

    /** Were the first 429 a series of its own, nobody would see an increase. */
    @Test
    void whatAlertsAskForIsThereBeforeItHappens() {
        assertTimed(0, 0, timer(Metric.PERMIT_WAIT, "budget", "associations"));
        assertTimed(0, 0, timer(Metric.CALL, "budget", "objects", "reply", "throttled"));
        assertTimed(0, 0, timer(Metric.CALL, "budget", "associations", "reply", "no_answer"));
        assertTimed(0, 0, timer(Metric.BACKOFF, "reason", "overloaded"));
        assertNull(registry.find(Metric.CALL.id()).tag("reply", "conflict").timer());
    }

    @ParameterizedTest
    @EnumSource(ReplyKind.class)
    void everyEndingCanBeCounted(ReplyKind kind) {
        meters.called(false, kind, 0, 1_000_000);
        meters.backsOff(kind, 1_000_000);

        assertTimed(1, 0.001, timer(Metric.CALL, "budget", "objects", "reply", Values.reply(kind)));
        assertTimed(1, 0.001, timer(Metric.BACKOFF, "reason", Values.reply(kind)));
    }

    private double count(Metric metric, String... tags) {
        return registry.get(metric.id()).tags(tags).counter().count();
    }

    private Timer timer(Metric metric, String... tags) {
        Timer timer = registry.find(metric.id()).tags(tags).timer();
        assertNotNull(timer, () -> metric.id() + " " + Arrays.toString(tags));
        return timer;
    }

    private static void assertTimed(long count, double seconds, Timer timer) {
        assertEquals(count, timer.count());
        assertEquals(seconds, timer.totalTime(TimeUnit.SECONDS), 1e-9);
    }

    private static double inBucket(Timer timer, Duration bound) {
        return Arrays.stream(timer.takeSnapshot().histogramCounts())
                .filter(bucket -> bucket.bucket(TimeUnit.NANOSECONDS) == bound.toNanos())
                .mapToDouble(CountAtBucket::count)
                .sum();
    }
}
