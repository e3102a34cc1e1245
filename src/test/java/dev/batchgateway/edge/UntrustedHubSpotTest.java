package dev.batchgateway.edge;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.batchgateway.testing.ApiExamples;
import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.DescribedAnswers;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.UntrustedHubSpot;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** A HubSpot whose TLS fails: nothing was sent, no repeat will mend it, and the caller is told so at once. */
@QuarkusTest
@WithTestResource(UntrustedHubSpot.class)
class UntrustedHubSpotTest {
    @Test
    void aBatchIsUnsentAsAWholeAtOnce() {
        GatewayAnswer answer = GatewayAnswer.of(given().filter(DescribedAnswers.served())
                .header("Authorization", UsedTokens.used("Bearer untrusted-hubspot-1"))
                .contentType(ContentType.JSON)
                .body(Batches.of(3, Batches::newContact))
                .post("/crm/v3/objects/contacts/batch/create"));

        assertEquals(503, answer.status(), answer.body());
        assertEquals("error", answer.text("status"));
        assertEquals("UNSENT", answer.text("category"));
        assertFalse(answer.text("correlationId").isEmpty());
        assertFalse(answer.header("Retry-After").isEmpty());
        assertEquals("", answer.header("X-Should-Retry"));
        assertEquals(3, answer.count("Unsent"));
        assertEquals(1, answer.count("Calls"));
        ApiExamples.assertShown("untrusted", answer);
    }
}
