package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway that has memory for the bodies of small batches, and for little of their answers. */
public final class CrampedGateway implements QuarkusTestProfile {
    /** Bytes that one caller's batches may hold. */
    public static final int MOST_PER_CALLER = 800 << 10;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.edge.max-held", "1M", "gateway.edge.max-held-per-caller", String.valueOf(MOST_PER_CALLER));
    }
}
