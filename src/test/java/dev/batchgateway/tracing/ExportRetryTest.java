package dev.batchgateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportRetryTest {
    private static final long LONG = 10_000;

    @ParameterizedTest
    @CsvSource({"429, 0, 500", "502, 0.5, 1000", "503, 0.25, 750", "504, 0.999, 1499"})
    void aRefusalThatWillPassIsFollowedByAPauseThatIsNotTheSameForAll(int status, double chance, long millis) {
        assertEquals(millis, new ExportRetry(() -> chance).pauseMillis(status, null, LONG));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 400, 401, 403, 404, 408, 413, 415, 500, 501, 505, 520, 599})
    void nothingElseIsSentAgain(int status) {
        assertEquals(ExportRetry.NEVER, retry().pauseMillis(status, null, LONG));
        assertEquals(ExportRetry.NEVER, retry().pauseMillis(status, "1", LONG));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1000", "' 9 ', 9000"})
    void aCollectorSaysWhen(String retryAfter, long millis) {
        assertEquals(millis, retry().pauseMillis(503, retryAfter, LONG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fri, 27 Nov 2026 05:00:00 GMT", "soon", "", "-1", "1.5", "99999999999999999999"})
    void nothingIsSentAgainstATimeThatIsNotUnderstood(String retryAfter) {
        assertEquals(ExportRetry.NEVER, retry().pauseMillis(429, retryAfter, LONG));
    }

    @Test
    void whatCouldNotBeSentInTimeIsNotSentAgain() {
        assertEquals(ExportRetry.NEVER, retry().pauseMillis(503, "10", LONG));
        assertEquals(ExportRetry.NEVER, retry().pauseMillis(503, "999999999", LONG));
        assertEquals(ExportRetry.NEVER, retry().pauseMillis(503, null, 500));
        assertEquals(500, retry().pauseMillis(503, null, 501));
        assertEquals(ExportRetry.NEVER, retry().pauseMillis(503, "0", -3));
    }

    private static ExportRetry retry() {
        return new ExportRetry(() -> 0);
    }
}
