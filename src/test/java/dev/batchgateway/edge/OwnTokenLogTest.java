package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.batchgateway.dispatch.Accounts;
import dev.batchgateway.simulator.Fault;
import dev.batchgateway.simulator.FaultRule;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.OwnTokenGateway;
import dev.batchgateway.testing.TokenIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of a gateway that holds HubSpot's token: all batches have one account, and each says whose it is. */
@QuarkusTest
@TestProfile(OwnTokenGateway.class)
class OwnTokenLogTest extends GatewayTest {
    private final LoggedLines lines = new LoggedLines("batch ");

    @BeforeEach
    void listen() {
        lines.start();
    }

    @AfterEach
    void stop() {
        lines.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {OwnTokenGateway.KEY, OwnTokenGateway.NEXT_KEY})
    void aKeyIsKnownByItsName(String key) {
        assertEquals("key:sync", callerOf("Bearer " + key));
    }

    /** A subject may be an e-mail address, or any text. */
    @Test
    void aTokensSubjectIsADigest() {
        assertEquals(
                "subject:" + Accounts.digest("service-a"),
                callerOf("Bearer " + TokenIssuer.signed(TokenIssuer.claims("service-a"))));
    }

    @Test
    void whenHubSpotRefusesTheGatewaysTokenTheOperatorIsTold() {
        LoggedLines refused = new LoggedLines("HubSpot refuses the gateway's own token (401)");
        refused.start();
        try {
            simulator.add(FaultRule.of(new Fault.Reply(
                            401,
                            Map.of("Content-Type", "application/json"),
                            Buffer.buffer("{\"status\":\"error\",\"message\":\"The access token is expired\","
                                    + "\"correlationId\":\"9d1a3a52-0000-4000-8000-000000000000\","
                                    + "\"category\":\"EXPIRED_AUTHENTICATION\"}"),
                            false))
                    .always());

            caller("Bearer " + OwnTokenGateway.KEY)
                    .body(Batches.of(1, Batches::newContact))
                    .post("/crm/v3/objects/contacts/batch/create");
            refused.await(1);
            caller("Bearer " + OwnTokenGateway.KEY).get("/crm/v3/properties/contacts");

            refused.await(2);
        } finally {
            refused.stop();
        }
    }

    private String callerOf(String authorization) {
        int status = caller(authorization)
                .body(Batches.of(1, Batches::newContact))
                .post("/crm/v3/objects/contacts/batch/create")
                .statusCode();

        assertEquals(201, status);
        lines.await(1);
        return String.valueOf(lines.fields().get(0).get("caller"));
    }
}
