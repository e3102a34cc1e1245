package dev.batchgateway.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * When HubSpot starts and completes a call, as it prints it: {@code 2026-03-12T07:32:42.169Z}.
 *
 * @param now the start, as an instant
 */
record Span(Instant now, String startedAt, String completedAt) {
    private static final DateTimeFormatter PRINTED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static Span of(Instant start, long millis) {
        return new Span(start, printed(start), printed(start.plusMillis(millis)));
    }

    static String printed(Instant instant) {
        return PRINTED.format(instant);
    }
}
