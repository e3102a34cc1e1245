package dev.batchgateway.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ways to call never mix, and neither leaves the door open by mistake. */
class AccessConfigTest {
    private static final CallerKeys KEYS = CallerKeys.of(List.of("sync:" + "ab".repeat(32)));
    private static final String TOKEN = "pat-na1-1234";

    @Test
    void callersBringTheirTokensAndNothingElseIsAsked() {
        assertDoesNotThrow(() -> new AccessConfig(null, CallerKeys.NONE, false, false, null));
        // An audience alone, as it may stand in a file for all, opens nothing.
        assertDoesNotThrow(() -> new AccessConfig(null, CallerKeys.NONE, false, true, null));
    }

    @Test
    void whatAsksForMoreIsRefusedThen() {
        refused("gateway.callers.keys is set, and gateway.hubspot.access-token is not", null, KEYS, false, null);
        refused("quarkus.oidc.tenant-enabled is set", null, CallerKeys.NONE, true, null);
        refused("gateway.callers.role is set", null, CallerKeys.NONE, false, "batches");
    }

    @Test
    void aGatewayWithATokenAsksForKeysOrForAnIssuersTokensOrBoth() {
        assertDoesNotThrow(() -> new AccessConfig(TOKEN, KEYS, false, false, null));
        assertDoesNotThrow(() -> new AccessConfig(TOKEN, CallerKeys.NONE, true, true, null));
        assertDoesNotThrow(() -> new AccessConfig(TOKEN, KEYS, true, false, "batches"));
    }

    @Test
    void aGatewayWithATokenIsNotOpenToAll() {
        refused("whoever reaches the gateway could use that token", TOKEN, CallerKeys.NONE, false, null);
        refused("every token of that issuer would be let in", TOKEN, KEYS, true, null);
        refused("a key has no roles", TOKEN, KEYS, false, "batches");
    }

    @Test
    void anAudienceThatIsAnyIsNone() {
        assertTrue(AccessConfig.isAudience("hubspot-batch-gateway"));
        assertFalse(AccessConfig.isAudience("any"));
        assertFalse(AccessConfig.isAudience(" any "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Bearer pat-na1-1234", "pat-na1-1234\n", "pät"})
    void aTokenIsATokenAndIsNotRepeated(String token) {
        String refusal = refused("must be HubSpot's token alone", token, KEYS, false, null);

        assertFalse(refusal.contains("1234"), refusal);
    }

    @Test
    void theTokenIsNotInItsText() {
        assertFalse(new AccessConfig(TOKEN, KEYS, false, false, null).toString().contains(TOKEN));
    }

    private static String refused(
            String sentence, @Nullable String token, CallerKeys keys, boolean hasIssuer, @Nullable String role) {
        String told = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> new AccessConfig(token, keys, hasIssuer, false, role))
                .getMessage());
        assertTrue(told.contains(sentence), told);
        return told;
    }
}
