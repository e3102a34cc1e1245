package dev.batchgateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private static final long SENT = 1_000;
    private static final long ENDED = SENT + TimeUnit.SECONDS.toNanos(10);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aCallWasCountedBeforeHubSpotWorkedOnIt() {
        assertEquals(ENDED - TimeUnit.SECONDS.toNanos(3), counted(NOON, NOON.plusSeconds(3)));
    }

    @Test
    void butNotBeforeItWasSent() {
        assertEquals(SENT, counted(NOON, NOON.plusSeconds(3_600)));
        assertEquals(SENT, counted(Instant.MIN, Instant.MAX));
    }

    @Test
    void timesThatRunBackwardsAreNotBelieved() {
        assertEquals(ENDED, counted(NOON.plusSeconds(3), NOON));
        assertEquals(ENDED, counted(Instant.MAX, Instant.MIN));
    }

    @Test
    void withoutTimesItMayHaveBeenCountedUntilTheEnd() {
        assertEquals(ENDED, exchange(new Reply.Answered(Answer.empty(204))).countedNanos());
        assertEquals(ENDED, exchange(new Reply.NoAnswer("time-out")).countedNanos());
    }

    @Test
    void hubSpotAsksToWaitADayAtMost() {
        assertEquals(TimeUnit.SECONDS.toNanos(7), Exchange.askedNanos(refused(7)));
        assertEquals(Duration.ofDays(1).toNanos(), Exchange.askedNanos(refused(999_999_999)));
    }

    @Test
    void whereItDoesNotAskItIsNotPositive() {
        assertTrue(Exchange.askedNanos(refused(-1)) <= 0);
        assertEquals(0, Exchange.askedNanos(new Reply.NoAnswer("time-out")));
    }

    private static Reply refused(int retryAfterSeconds) {
        return new Reply.Refused(429, null, "", retryAfterSeconds);
    }

    private static long counted(Instant startedAt, Instant completedAt) {
        Answer answer = new Answer(200, List.of(), List.of(), "COMPLETE", null, startedAt, completedAt, Map.of());
        return exchange(new Reply.Answered(answer)).countedNanos();
    }

    private static Exchange exchange(Reply reply) {
        return new Exchange(reply, RateSignal.SILENT, SENT, ENDED);
    }
}
