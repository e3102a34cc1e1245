package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A gateway with two calls to HubSpot under way at once, whose HubSpot does not end some of its answers. */
public final class FewConnections implements QuarkusTestProfile {
    /** Calls at once. */
    public static final int CALLS = 2;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("gateway.dispatch.max-in-flight", String.valueOf(CALLS));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(SlowHubSpot.class));
    }
}
