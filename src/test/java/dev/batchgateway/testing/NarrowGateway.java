package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway with room for two calls at once, so that one that is never given back is missed at once. */
public final class NarrowGateway implements QuarkusTestProfile {
    /** Calls at once. */
    public static final int CALLS = 2;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.dispatch.max-in-flight", String.valueOf(CALLS), "gateway.dispatch.attempt-timeout", "2s");
    }
}
