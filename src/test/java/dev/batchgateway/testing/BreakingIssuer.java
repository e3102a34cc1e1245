package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** {@link OwnTokenGateway} for itself, because the gateway remembers for a minute when it has asked an issuer for its keys. */
public final class BreakingIssuer implements QuarkusTestProfile {
    private final OwnTokenGateway same = new OwnTokenGateway();

    @Override
    public Map<String, String> getConfigOverrides() {
        return same.getConfigOverrides();
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return same.testResources();
    }
}
