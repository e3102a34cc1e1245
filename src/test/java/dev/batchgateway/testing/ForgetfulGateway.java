package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway with so little memory for batches that answers go to disk, and so little disk that it may be full. */
public final class ForgetfulGateway implements QuarkusTestProfile {
    /** Most bytes all batches hold. */
    public static final int MAX_HELD = 3_000_000;

    /** Most bytes that one caller's batches hold. */
    public static final int MAX_HELD_PER_CALLER = 2_000_000;

    /** Most bytes on disk. */
    public static final int MAX_SPOOL = 3_500_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.edge.max-held", String.valueOf(MAX_HELD),
                "gateway.edge.max-held-per-caller", String.valueOf(MAX_HELD_PER_CALLER),
                "gateway.edge.max-spool", String.valueOf(MAX_SPOOL),
                "gateway.dispatch.max-in-flight", "8");
    }
}
