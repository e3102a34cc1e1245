package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway that waits for callers who take nothing for a second at most, and keeps nothing for who comes back. */
public final class HastyGateway implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.edge.head", "1s",
                "gateway.edge.keep-alive", "1s",
                "gateway.edge.stall", "1s",
                "gateway.edge.resume", "0s",
                "gateway.edge.max-body", "1M");
    }
}
