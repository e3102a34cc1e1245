package dev.batchgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import dev.batchgateway.dispatch.Exchange;
import dev.batchgateway.dispatch.RateSignal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassedOnMetersTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final PassedOnMeters meters = new PassedOnMeters(registry);

    @ParameterizedTest
    @CsvSource({
        "200, 2xx",
        "204, 2xx",
        "304, 3xx",
        "400, 4xx",
        "401, 401",
        "403, 403",
        "404, 4xx",
        "429, 429",
        "500, 5xx",
        "503, 5xx",
        "524, 5xx",
        "999, 5xx",
        "100, 2xx"
    })
    void aCallIsTimedUnderWhatHubSpotHasAnswered(int status, String answer) {
        meters.accept(ended(new Reply.Answered(Answer.empty(status))));
        meters.accept(ended(new Reply.Refused(status, null, "", -1)));

        assertTimed(2, answer);
    }

    @Test
    void aCallThatHubSpotNeverSawIsNotReached() {
        meters.accept(ended(new Reply.NotReached(false, "ConnectException")));

        assertTimed(1, "not_reached");
    }

    @Test
    void aCallThatHubSpotMayHaveSeenHasNoAnswer() {
        meters.accept(ended(new Reply.NoAnswer("HttpClosedException")));

        assertTimed(1, "no_answer");
    }

    /** Alerts weigh one against the other, and see no increase in a series that begins with 1. */
    @Test
    void everyAnswerIsThereFromTheBeginning() {
        List<String> there = registry.get(Metric.PASSED_ON.id()).timers().stream()
                .map(timer -> String.valueOf(timer.getId().getTag("answer")))
                .sorted()
                .toList();

        assertEquals(Metric.Label.ANSWER.possible().stream().sorted().toList(), there);
    }

    @Test
    void placesAreShownAsTheyAreWhenAsked() {
        AtomicInteger taken = new AtomicInteger(3);
        PassedOnMeters.show(taken::get, 7, registry);
        taken.set(5);

        assertEquals(5, registry.get(Metric.PASSED_ON_PLACES.id()).gauge().value());
        assertEquals(7, registry.get(Metric.PASSED_ON_PLACES_BOUND.id()).gauge().value());
    }

    private static Exchange ended(Reply reply) {
        return new Exchange(
                reply, RateSignal.SILENT, -1_000, Duration.ofMillis(250).toNanos() - 1_000);
    }

    private void assertTimed(int count, String answer) {
        Timer timer = registry.get(Metric.PASSED_ON.id()).tag("answer", answer).timer();
        assertEquals(count, timer.count());
        assertEquals(count * 0.25, timer.totalTime(TimeUnit.SECONDS), 1e-9);
    }
}
