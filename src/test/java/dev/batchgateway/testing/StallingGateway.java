package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway whose streams end soon when they stand still, and that has little disk for answers. */
public final class StallingGateway implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.edge.stall", "4s",
                "gateway.edge.stream-bytes", "1M",
                "gateway.edge.max-spool", "3M");
    }
}
