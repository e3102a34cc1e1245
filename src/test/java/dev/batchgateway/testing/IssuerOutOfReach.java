package dev.batchgateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway that holds HubSpot's token and knows one key, and whose issuer is not there. */
public final class IssuerOutOfReach implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        UsedTokens.used(OwnTokenGateway.ACCESS_TOKEN);
        return Map.of(
                "gateway.hubspot.access-token",
                OwnTokenGateway.ACCESS_TOKEN,
                "gateway.callers.keys",
                "sync:" + OwnTokenGateway.KEY_DIGEST,
                "gateway.callers.audience",
                OwnTokenGateway.AUDIENCE,
                "gateway.callers.issuer",
                "http://127.0.0.1:9");
    }
}
