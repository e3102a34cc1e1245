package dev.batchgateway.tracing;

import java.time.Duration;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When spans that a collector has not taken are sent once more: after a refusal that will pass, and no other (<i>OpenTelemetry
 * Protocol Specification</i>, "Failures": 429, 502, 503 and 504). As late as the collector says ({@code Retry-After} in
 * seconds), else after a pause that is not the same for all programs that it has refused at once.
 */
final class ExportRetry {
    /** No pause will help. */
    static final long NEVER = -1;

    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMillis(1_500);

    private final DoubleSupplier random;

    /** @param random a number from 0 to 1 (excluded), for each pause another */
    ExportRetry(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * The pause before the same spans may be sent again, in milliseconds from 1 up; {@link #NEVER} when they may not, or when
     * they could not be sent in time.
     *
     * @param status the collector's answer, which is no 2xx
     * @param retryAfter its {@code Retry-After}; null without one. A date is not read, and nothing is sent against it
     * @param leftMillis what is left of the time that spans may take to be delivered
     */
    long pauseMillis(int status, @Nullable String retryAfter, long leftMillis) {
        long pause = PASSING.contains(status) ? asked(retryAfter) : NEVER;
        return pause < leftMillis ? pause : NEVER;
    }

    private long asked(@Nullable String retryAfter) {
        if (retryAfter == null) {
            double more = random.getAsDouble() * LONGEST.minus(SHORTEST).toMillis();
            return SHORTEST.toMillis() + (long) more;
        }
        String seconds = retryAfter.strip();
        return SECONDS.matcher(seconds).matches()
                ? Math.max(1, Duration.ofSeconds(Long.parseLong(seconds)).toMillis())
                : NEVER;
    }
}
