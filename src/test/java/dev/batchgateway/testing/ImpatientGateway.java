package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;

/** A gateway that waits for callers for a second at most. */
public final class ImpatientGateway implements QuarkusTestProfile {
    /** For a head. */
    public static final Duration HEAD = Duration.ofMillis(600);

    /** For 800 bytes of a body. */
    public static final Duration IDLE = Duration.ofMillis(800);

    /** For a whole batch. */
    public static final Duration DEADLINE = Duration.ofSeconds(4);

    /** For the next request. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.edge.head", HEAD.toString(),
                "gateway.edge.idle", IDLE.toString(),
                "gateway.edge.deadline", DEADLINE.toString(),
                "gateway.edge.keep-alive", KEEP_ALIVE.toString());
    }
}
