package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway with bounds so low that tests reach them, and without pass-through. */
public final class SmallGateway implements QuarkusTestProfile {
    /** Longest body. */
    public static final int MAX_BODY = 100_000;

    /** Most inputs. */
    public static final int MAX_INPUTS = 150;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.edge.max-body", String.valueOf(MAX_BODY),
                "gateway.edge.max-inputs", String.valueOf(MAX_INPUTS),
                "gateway.edge.pass-through", "false");
    }
}
