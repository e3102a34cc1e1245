package dev.batchgateway.hubspot;

import dev.batchgateway.dispatch.RateSignal;
import dev.batchgateway.json.Digits;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads HubSpot's rate-limit headers (API-FACTS 2.4). A missing or odd one is -1. */
public final class RateHeaders {
    private static final int MOST_DIGITS = 9;

    private RateHeaders() {}

    /** What the headers say; {@code header} gives the value of one by its name, null when it is missing. */
    public static RateSignal read(Function<String, @Nullable String> header) {
        return new RateSignal(
                (int) number(header.apply("X-HubSpot-RateLimit-Max")),
                (int) number(header.apply("X-HubSpot-RateLimit-Remaining")),
                number(header.apply("X-HubSpot-RateLimit-Interval-Milliseconds")),
                number(header.apply("X-HubSpot-RateLimit-Daily-Remaining")));
    }

    private static long number(@Nullable String text) {
        return Digits.read(text, MOST_DIGITS);
    }
}
