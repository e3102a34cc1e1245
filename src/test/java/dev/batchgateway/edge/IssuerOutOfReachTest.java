package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.IssuerOutOfReach;
import dev.batchgateway.testing.OwnTokenGateway;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without its issuer the gateway starts and serves keys; a token is not judged, and its caller may come again. */
@QuarkusTest
@TestProfile(IssuerOutOfReach.class)
class IssuerOutOfReachTest extends GatewayTest {
    private static final String CREATE = "/crm/v3/objects/contacts/batch/create";

    @TestHTTPResource(management = true)
    URI management;

    @Test
    void aKeyIsServed() {
        assertEquals(201, create(OwnTokenGateway.KEY).status());
    }

    /** What the alert GatewayIssuerOutOfReach asks for. */
    @Test
    void aTokenIsNotJudgedAndNothingIsSentAndItIsCounted() {
        double before = outOfReach();

        GatewayAnswer answer = create("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmVk");

        assertEquals(503, answer.status(), answer.body());
        assertEquals("UNSENT", answer.text("category"));
        assertFalse(answer.header("Retry-After").isEmpty());
        assertEquals(List.of(), simulator.calls());
        assertEquals(before + 1, outOfReach());
    }

    /** It would be judged so by any issuer's keys. */
    @ParameterizedTest
    @ValueSource(strings = {"a-strangers-key-1", "pat-na1-1234", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."})
    void whatIsNoSignedTokenIsTurnedAway(String credentials) {
        GatewayAnswer answer = create(credentials);

        assertEquals(401, answer.status(), answer.body());
        assertEquals(List.of(), simulator.calls());
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private double outOfReach() {
        return new GatewayLoad(management()).denied("issuer_out_of_reach");
    }

    private static GatewayAnswer create(String credentials) {
        return GatewayAnswer.of(caller("Bearer " + credentials)
                .body(Batches.of(3, Batches::newContact))
                .post(CREATE));
    }
}
