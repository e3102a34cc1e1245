package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A gateway that passes three calls on at once, two of one caller, to a HubSpot that is slow. */
public final class FewPassedOn implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("gateway.edge.max-passed-on", "3", "gateway.edge.max-passed-on-per-caller", "2");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(SlowHubSpot.class));
    }
}
