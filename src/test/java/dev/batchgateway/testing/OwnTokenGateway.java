package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A gateway that holds HubSpot's token, and lets in two callers by key and others by their issuer's tokens. */
public final class OwnTokenGateway implements QuarkusTestProfile {
    /** HubSpot's token. */
    public static final String ACCESS_TOKEN = "pat-the-gateways-own";

    /** The key of the caller {@code sync}. */
    public static final String KEY = "sync-old-key";

    /** The SHA-256 of it. */
    public static final String KEY_DIGEST = "822717cc406b5e8489e54d19a08d9370dcaf7cb5c9864972e3f0d8c54e11c820";

    /** Its next one. */
    public static final String NEXT_KEY = "sync-next-key";

    /** The key of the caller {@code crm}. */
    public static final String OTHER_KEY = "crm-first-key";

    /** Whom tokens must be for. */
    public static final String AUDIENCE = "hubspot-batch-gateway";

    /** What they must have. */
    public static final String ROLE = "batches";

    @Override
    public Map<String, String> getConfigOverrides() {
        UsedTokens.used(ACCESS_TOKEN);
        return Map.of(
                "gateway.hubspot.access-token",
                ACCESS_TOKEN,
                "gateway.callers.keys",
                "sync:" + KEY_DIGEST
                        + ",sync:a3159740740e72377053d987b43c1160a745a07c555c34e6045b3ac5f99ab630"
                        + ",crm:47c8f2779e2ed2acb7004f66ceb756ab9d488efc642985044eab84b4044103e8",
                "gateway.callers.role",
                ROLE,
                "gateway.edge.max-batches-per-caller",
                "2",
                "gateway.callers.audience",
                AUDIENCE);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TokenIssuer.class));
    }
}
