package dev.batchgateway.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.simulator.HubSpotSimulator;
import dev.batchgateway.simulator.SimulatorSettings;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayProcess;
import dev.batchgateway.testing.OwnTokenGateway;
import dev.batchgateway.testing.TokenIssuer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A gateway in a process of its own that lets in who has a token of its issuer's, the issuer itself and a HubSpot. */
final class TokenGateway implements AutoCloseable {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";

    private final HubSpotSimulator hubSpot = HubSpotSimulator.start(SimulatorSettings.withoutLatency());
    private final TokenIssuer issuer = new TokenIssuer();
    private final URI issuerUrl = URI.create(String.valueOf(issuer.start().get("gateway.callers.issuer")));

    /** Where the issuer really is, without TLS. */
    URI issuerUrl() {
        return issuerUrl;
    }

    /**
     * Starts it.
     *
     * @param name the issuer's, at which the gateway looks for it
     * @param keys where its keys are
     * @param environment that matters here
     */
    GatewayProcess start(String name, String keys, Map<String, String> environment) {
        issuer.isKnownAs(name, keys);
        Map<String, String> all = new HashMap<>(environment);
        all.put("GATEWAY_HUBSPOT_ACCESS_TOKEN", OwnTokenGateway.ACCESS_TOKEN);
        all.put("GATEWAY_CALLERS_KEYS", "sync:" + OwnTokenGateway.KEY_DIGEST);
        all.put("GATEWAY_CALLERS_ISSUER", name);
        all.put("GATEWAY_CALLERS_AUDIENCE", OwnTokenGateway.AUDIENCE);
        return GatewayProcess.start(hubSpot.url(), all);
    }

    /** A token of the issuer's is good for a batch, and one that somebody else has signed is not. */
    void assertLetsTokensIn(GatewayProcess gateway, String name) {
        JsonObject claims = TokenIssuer.claims("service-a").put("iss", name);

        GatewayAnswer answer = create(gateway, TokenIssuer.signed(claims));
        assertEquals(201, answer.status(), () -> answer.body() + gateway.log());
        GatewayAnswer forged = create(gateway, TokenIssuer.forged(claims));
        assertEquals(401, forged.status(), forged::body);
        assertEquals(3, hubSpot.ledger().summary().writes());
    }

    /** The issuer is not trusted, or not found: nobody can say whether its tokens are good. A key is served. */
    void assertCannotJudge(GatewayProcess gateway, String name) {
        GatewayAnswer answer = create(
                gateway, TokenIssuer.signed(TokenIssuer.claims("service-a").put("iss", name)));
        assertEquals(503, answer.status(), answer::body);
        assertEquals("UNSENT", answer.text("category"));
        assertFalse(answer.header("Retry-After").isEmpty());
        assertEquals(0, hubSpot.ledger().summary().calls());
        assertTrue(gateway.log().contains("No token of the OpenID Connect issuer can be checked"), gateway::log);

        assertEquals(201, create(gateway, OwnTokenGateway.KEY).status());
    }

    private static GatewayAnswer create(GatewayProcess gateway, String credentials) {
        return Gateways.post(gateway, CREATE, Batches.of(3, Batches::newContact), "Bearer " + credentials);
    }

    @Override
    public void close() {
        issuer.stop();
        hubSpot.close();
    }
}
