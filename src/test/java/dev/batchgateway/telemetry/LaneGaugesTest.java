package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Account;
import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.dispatch.AccountsConfig;
import dev.batchgateway.dispatch.Closure;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.Lane;
import dev.batchgateway.dispatch.LaneConfig;
import dev.batchgateway.dispatch.Permit;
import dev.batchgateway.dispatch.RateSignal;
import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedBudgets;
import dev.batchgateway.dispatch.Taker;
import dev.batchgateway.dispatch.Watch;
import dev.batchgateway.limit.Turns;
import dev.batchgateway.retry.ReplyKind;
import dev.batchgateway.testing.FakeAnswers;
import dev.batchgateway.testing.ManualClock;
import dev.batchgateway.testing.ManualTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneGaugesTest {
    private static final int PERMITS = 11;
    private static final int ASSOCIATION_PERMITS = 7;
    private static final int MAX_IN_FLIGHT = 5;
    /** Shown by others. */
    private static final Set<Metric> ELSEWHERE = Stream.of(
                    RoomGaugesTest.SHOWN,
                    BatchGaugesTest.SHOWN,
                    SharedStoreMetersTest.SHOWN,
                    ConnectionMetersTest.SHOWN,
                    Set.of(
                            Metric.RESUME_BYTES,
                            Metric.RESUME_BOUND_BYTES,
                            Metric.PASSED_ON_PLACES,
                            Metric.PASSED_ON_PLACES_BOUND))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer(clock);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Queue<Permit> permits = new ArrayDeque<>();
    private final Accounts accounts = accounts(null);

    @Test
    void everyGaugeIsThereBeforeThereIsAnAccount() {
        for (Metric metric : Metric.values()) {
            if (ELSEWHERE.contains(metric)) {
                continue;
            }
            if (metric == Metric.PROCESS_IN_FLIGHT_BOUND) {
                assertEquals(MAX_IN_FLIGHT, gauge(metric));
            } else if (metric.type() == Metric.Type.GAUGE && metric.labels().isEmpty()) {
                assertTrue(gauge(metric) == 0 || metric == Metric.QUOTA_REMAINING);
            } else if (metric.type() == Metric.Type.GAUGE) {
                assertEquals(0, gauge(metric, "objects"));
                assertEquals(0, gauge(metric, "associations"));
            }
        }
    }

    @Test
    void lanesAreAddedUpForEachBudget() {
        accounts.of("Bearer a", null);
        accounts.of("Bearer b", null);

        assertEquals(2, gauge(Metric.ACCOUNTS));
        assertEquals(2 * PERMITS, gauge(Metric.WINDOW_PERMITS, "objects"));
        assertEquals(2 * ASSOCIATION_PERMITS, gauge(Metric.WINDOW_PERMITS, "associations"));
        assertEquals(2 * MAX_IN_FLIGHT, gauge(Metric.IN_FLIGHT_BOUND, "objects"));
    }

    @Test
    void callsUnderWayAndBatchesThatWaitAreShown() {
        Account account = accounts.of("Bearer a", null);

        ask(account.objects());
        ask(account.objects());
        ask(account.objects());

        // A lane opens with one call alone.
        assertEquals(1, gauge(Metric.IN_FLIGHT, "objects"));
        assertEquals(1, gauge(Metric.PROCESS_IN_FLIGHT));
        assertEquals(PERMITS - 1, gauge(Metric.WINDOW_AVAILABLE, "objects"));
        assertEquals(2, gauge(Metric.BATCHES_WAITING, "objects"));
        assertEquals(0, gauge(Metric.IN_FLIGHT, "associations"));
        assertEquals(0, gauge(Metric.BATCHES_WAITING, "associations"));
        assertEquals(ASSOCIATION_PERMITS, gauge(Metric.WINDOW_AVAILABLE, "associations"));
    }

    @Test
    void a429ShutsALaneUntilItOpensAgain() {
        Lane lane = accounts.of("Bearer a", null).objects();
        ask(lane);

        end(FakeAnswers.throttled(), RateSignal.SILENT, ReplyKind.THROTTLED);

        assertEquals(1, gauge(Metric.LANES_SHUT, "objects"));
        assertEquals(0, gauge(Metric.LANES_SHUT, "associations"));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(0, gauge(Metric.LANES_SHUT, "objects"));
    }

    @Test
    void theBoundThatOverloadHasCutIsShown() {
        Lane lane = accounts.of("Bearer a", null).objects();
        assertEquals(MAX_IN_FLIGHT, gauge(Metric.IN_FLIGHT_BOUND, "objects"));

        // A few are forgiven.
        for (int i = 0; i < PERMITS; i++) {
            clock.advance(Duration.ofSeconds(1));
            ask(lane);
            end(FakeAnswers.html(503), RateSignal.SILENT, ReplyKind.OVERLOADED);
        }

        assertEquals(1, gauge(Metric.IN_FLIGHT_BOUND, "objects"));
        assertEquals(0, gauge(Metric.IN_FLIGHT, "objects"));
    }

    @Test
    void theWindowIsTheOneHubSpotHasTold() {
        Lane lane = accounts.of("Bearer a", null).objects();
        ask(lane);

        end(new Reply.Answered(Answer.empty(200)), new RateSignal(190, 189, 10_000, -1), ReplyKind.ANSWERED);

        assertEquals(190, gauge(Metric.WINDOW_PERMITS, "objects"));
    }

    @Test
    void theFewestCallsLeftTodayAreShownOnceHubSpotHasTold() {
        assertEquals(Double.NaN, gauge(Metric.QUOTA_REMAINING));

        ask(accounts.of("Bearer a", null).objects());
        end(new Reply.Answered(Answer.empty(200)), new RateSignal(-1, -1, -1, 4_321), ReplyKind.ANSWERED);
        ask(accounts.of("Bearer b", null).objects());
        end(new Reply.Answered(Answer.empty(200)), new RateSignal(-1, -1, -1, 65_432), ReplyKind.ANSWERED);

        assertEquals(4_321, gauge(Metric.QUOTA_REMAINING));
        assertEquals(0, gauge(Metric.QUOTA_CLOSED));
    }

    @Test
    void aDailyLimitClosesOneAccountsQuota() {
        ask(accounts.of("Bearer a", null).objects());
        accounts.of("Bearer b", null);

        end(FakeAnswers.daily(), RateSignal.SILENT, ReplyKind.DAILY_LIMIT);

        assertEquals(1, gauge(Metric.QUOTA_CLOSED));
    }

    @Test
    void aLaneWhoseStoreIsLostIsAlone() {
        MeterRegistry other = new SimpleMeterRegistry();
        Accounts shared = accounts((portal, lane) -> report -> Uni.createFrom().item(Reserved.LOST));
        new LaneGauges(shared, clock).bindTo(other);

        ask(shared.of("Bearer a", null).objects());

        assertEquals(1, value(other, Metric.LANES_ALONE, "objects"));
        assertEquals(0, value(other, Metric.LANES_ALONE, "associations"));
    }

    /** Gauges are read one by one: what one scrape shows must fit together. */
    @Test
    void theNumbersOfOneMomentFitTogether() {
        new LaneGauges(accounts, clock).bindTo(registry);
        Lane lane = accounts.of("Bearer a", null).objects();
        assertEquals(PERMITS, value(registry, Metric.WINDOW_AVAILABLE, "objects"));

        ask(lane);
        assertEquals(0, value(registry, Metric.IN_FLIGHT, "objects"));

        clock.advance(Duration.ofMillis(100));
        assertEquals(PERMITS - 1, value(registry, Metric.WINDOW_AVAILABLE, "objects"));
        assertEquals(1, value(registry, Metric.IN_FLIGHT, "objects"));
    }

    private Accounts accounts(@Nullable SharedBudgets shared) {
        Duration window = Duration.ofSeconds(10);
        return new Accounts(
                new AccountsConfig(
                        new LaneConfig(PERMITS, PERMITS, window, MAX_IN_FLIGHT, 0, true),
                        new LaneConfig(ASSOCIATION_PERMITS, ASSOCIATION_PERMITS, window, MAX_IN_FLIGHT, 0, false),
                        MAX_IN_FLIGHT,
                        0,
                        1),
                shared,
                clock,
                timer,
                Watch.NONE);
    }

    private void ask(Lane lane) {
        lane.join(Turns.USUAL_URGENCY, new Taker() {
                    @Override
                    public void granted(Permit permit) {
                        permits.add(permit);
                    }

                    @Override
                    public void closed(Closure closure) {}
                })
                .want(1);
    }

    private void end(Reply reply, RateSignal rate, ReplyKind kind) {
        permits.remove().ended(new Exchange(reply, rate, clock.getAsLong(), clock.getAsLong()), kind);
    }

    /** As a registry shows it that asks for the first time. */
    private double gauge(Metric metric, String... values) {
        MeterRegistry fresh = new SimpleMeterRegistry();
        new LaneGauges(accounts, clock).bindTo(fresh);
        return value(fresh, metric, values);
    }

    private static double value(MeterRegistry registry, Metric metric, String... values) {
        Gauge gauge = registry.find(metric.id()).tags(metric.tags(values)).gauge();
        assertNotNull(gauge, () -> metric.id() + " " + Arrays.toString(values));
        return gauge.value();
    }
}
