package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.BreakingIssuer;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.TokenIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** An issuer that tells its keys no more, and signs with one that it has not told of before. */
@QuarkusTest
@TestProfile(BreakingIssuer.class)
class IssuerBreaksTest extends GatewayTest {
    /** The token may be good. The second time the issuer is not even asked. */
    @Test
    void aTokenWhoseKeyItDoesNotTellIsNotJudgedAndThoseOfKnownKeysAreServed() {
        TokenIssuer.breaks();
        String signed = TokenIssuer.signedByANewKey(TokenIssuer.claims("service-b"));

        for (int i = 0; i < 2; i++) {
            GatewayAnswer answer = create(signed);

            assertEquals(503, answer.status(), answer.body());
            assertEquals("UNSENT", answer.text("category"));
            assertFalse(answer.header("Retry-After").isEmpty());
        }
        assertEquals(
                201, create(TokenIssuer.signed(TokenIssuer.claims("service-a"))).status());
        assertEquals(
                401, create(TokenIssuer.forged(TokenIssuer.claims("service-a"))).status());
    }

    private static GatewayAnswer create(String signed) {
        return GatewayAnswer.of(caller("Bearer " + signed)
                .body(Batches.of(3, Batches::newContact))
                .post("/crm/v3/objects/contacts/batch/create"));
    }
}
