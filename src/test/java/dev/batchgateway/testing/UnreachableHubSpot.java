package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway whose HubSpot is an address nobody listens at. */
public final class UnreachableHubSpot implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("gateway.hubspot.url", "http://127.0.0.1:1");
    }
}
