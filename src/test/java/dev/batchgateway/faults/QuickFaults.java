package dev.batchgateway.faults;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;

/** A gateway whose waits are short. */
public class QuickFaults implements QuarkusTestProfile {
    /** Longer than any answer that is not stalled. */
    static final String ATTEMPT_TIMEOUT = "4s";
    /** Longer than any late write of these tests. */
    static final Duration LATE = Duration.ofSeconds(3);

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.dispatch.first-backoff", "20ms",
                "gateway.dispatch.longest-backoff", "200ms",
                "gateway.dispatch.attempt-timeout", ATTEMPT_TIMEOUT,
                "gateway.dispatch.late", LATE.toSeconds() + "s",
                "gateway.limit.permits", "100000",
                "gateway.limit.association-permits", "100000");
    }
}
