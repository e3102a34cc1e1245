package dev.batchgateway.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ways to call never mix, and neither leaves the door open by mistake. */
class AccessConfigTest {
    private static final CallerKeys KEYS = CallerKeys.of(List.of("sync:" + "ab".repeat(32)));
    private static final String TOKEN = "pat-na1-1234";
    private static final URI ISSUER = URI.create("https://issuer.example/realms/internal");
    private static final String US = "hubspot-batch-gateway";

    @Test
    void callersBringTheirTokensAndNothingElseIsAsked() {
        assertDoesNotThrow(() -> new AccessConfig(null, CallerKeys.NONE, null, null, null, null));
    }

    @Test
    void whatAsksForMoreIsRefusedThen() {
        refused("gateway.callers.keys is set, and gateway.hubspot.access-token is not", null, KEYS, null, null, null);
        refused("gateway.callers.issuer is set", null, CallerKeys.NONE, ISSUER, US, null);
        refused("gateway.callers.audience is set", null, CallerKeys.NONE, null, US, null);
        refused("gateway.callers.role is set", null, CallerKeys.NONE, null, null, "batches");
        refused("gateway.callers.role-claim is set", null, CallerKeys.NONE, null, null, null, "roles");
    }

    @Test
    void whatWouldChangeNothingIsRefused() {
        refused("gateway.callers.audience is set, and gateway.callers.issuer is not", TOKEN, KEYS, null, US, null);
        refused("gateway.callers.role-claim is set, and gateway", TOKEN, KEYS, ISSUER, US, null, "roles");
        refused("gateway.callers.role-claim is set, and gateway", TOKEN, KEYS, null, null, null, "roles");
    }

    @Test
    void blanksAreNoName() {
        refused("gateway.callers.audience is blank", TOKEN, KEYS, ISSUER, " ", "batches");
        refused("gateway.callers.role is blank", TOKEN, KEYS, ISSUER, US, " ");
        refused("gateway.callers.role-claim is blank", TOKEN, KEYS, ISSUER, US, "batches", " ");
    }

    @Test
    void rolesAreGroupsUnlessItIsSaid() {
        assertEquals("groups", new AccessConfig(TOKEN, KEYS, ISSUER, US, "batches", null).askedRoleClaim());
        assertEquals("r/s", new AccessConfig(TOKEN, KEYS, ISSUER, US, "batches", "r/s").askedRoleClaim());
    }

    @Test
    void aGatewayWithATokenAsksForKeysOrForAnIssuersTokensOrBoth() {
        assertDoesNotThrow(() -> new AccessConfig(TOKEN, KEYS, null, null, null, null));
        assertDoesNotThrow(() -> new AccessConfig(TOKEN, CallerKeys.NONE, ISSUER, US, null, null));
        assertDoesNotThrow(() -> new AccessConfig(TOKEN, KEYS, ISSUER, "any", "batches", null));
    }

    @Test
    void aGatewayWithATokenIsNotOpenToAll() {
        refused("whoever reaches the gateway could use that token", TOKEN, CallerKeys.NONE, null, null, null);
        refused("gateway.callers.audience is not: every token of that issuer", TOKEN, KEYS, ISSUER, null, null);
        refused("gateway.callers.audience is not: every token of that issuer", TOKEN, KEYS, ISSUER, null, "batches");
        refused("gateway.callers.audience is any", TOKEN, KEYS, ISSUER, "any", null);
        refused("a key has no roles", TOKEN, KEYS, null, null, "batches");
    }

    @Test
    void anAudienceThatIsAnyIsNone() {
        assertEquals(US, new AccessConfig(TOKEN, KEYS, ISSUER, US, "batches", null).askedAudience());
        assertNull(new AccessConfig(TOKEN, KEYS, ISSUER, "any", "batches", null).askedAudience());
        assertNull(new AccessConfig(TOKEN, KEYS, ISSUER, " any ", "batches", null).askedAudience());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer.example",
                "ftp://issuer.example",
                "https:///realms",
                "https://user@issuer.example",
                "https://issuer.example?tenant=1",
                "https://issuer.example#top",
            })
    void anIssuerIsAnAddress(String address) {
        refused("gateway.callers.issuer must be https://, a host", TOKEN, KEYS, URI.create(address), US, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://issuer.example", "http://127.0.0.1.example", "http://10.0.0.1:8080/realms/internal"})
    void anIssuersKeysDoNotComeWithoutTls(String address) {
        refused("must be https, or on this machine's loopback", TOKEN, KEYS, URI.create(address), US, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/realms/internal", "http://127.0.0.1:1", "http://[::1]:1"})
    void onTheLoopbackTheyMay(String address) {
        assertDoesNotThrow(() -> new AccessConfig(TOKEN, KEYS, URI.create(address), US, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Bearer pat-na1-1234", "pat-na1-1234\n", "pät"})
    void aTokenIsATokenAndIsNotRepeated(String token) {
        String refusal = refused("must be HubSpot's token alone", token, KEYS, null, null, null);

        assertFalse(refusal.contains("1234"), refusal);
    }

    @Test
    void theTokenIsNotInItsText() {
        assertFalse(
                new AccessConfig(TOKEN, KEYS, null, null, null, null).toString().contains(TOKEN));
    }

    private static String refused(
            String sentence,
            @Nullable String token,
            CallerKeys keys,
            @Nullable URI issuer,
            @Nullable String audience,
            @Nullable String role) {
        return refused(sentence, token, keys, issuer, audience, role, null);
    }

    private static String refused(
            String sentence,
            @Nullable String token,
            CallerKeys keys,
            @Nullable URI issuer,
            @Nullable String audience,
            @Nullable String role,
            @Nullable String roleClaim) {
        String told = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> new AccessConfig(token, keys, issuer, audience, role, roleClaim))
                .getMessage());
        assertTrue(told.contains(sentence), told);
        return told;
    }
}
