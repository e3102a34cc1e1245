package dev.batchgateway.simulator;

import io.vertx.core.MultiMap;

/** Writes the rate headers with HubSpot's names (API-FACTS 2.4). There is no {@code Retry-After} among them. */
final class RateHeaders {
    private static final String PREFIX = "X-HubSpot-RateLimit-";

    private RateHeaders() {}

    static void write(Admission admission, MultiMap headers) {
        admission.daily().ifPresent(daily -> {
            put(headers, "Daily", daily.max());
            put(headers, "Daily-Remaining", daily.remaining());
        });
        admission.window().ifPresent(window -> {
            put(headers, "Interval-Milliseconds", window.intervalMillis());
            put(headers, "Max", window.max());
            put(headers, "Remaining", window.remaining());
            put(headers, "Secondly", window.secondly());
            put(headers, "Secondly-Remaining", window.secondlyRemaining());
        });
    }

    private static void put(MultiMap headers, String name, int value) {
        headers.set(PREFIX + name, Integer.toString(value));
    }
}
