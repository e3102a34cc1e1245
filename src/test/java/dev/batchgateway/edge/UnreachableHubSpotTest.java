package dev.batchgateway.edge;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.DescribedAnswers;
import dev.batchgateway.testing.GatewayAnswer;
import dev.batchgateway.testing.UnreachableHubSpot;
import dev.batchgateway.testing.UsedTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A HubSpot that no connection can be made to: nothing was sent, the caller is told so, and may come again. */
@QuarkusTest
@TestProfile(UnreachableHubSpot.class)
class UnreachableHubSpotTest {
    @TestHTTPResource(management = true)
    URI management;

    @Test
    void aBatchThatEndsBeforeHubSpotIsReachedIsUnsentAsAWhole() {
        GatewayAnswer answer = GatewayAnswer.of(caller().header("Prefer", "wait=1")
                .body(Batches.of(3, Batches::newContact))
                .post("/crm/v3/objects/contacts/batch/create"));

        assertTrue(answer.status() == 207 || answer.status() == 503, answer.body());
        assertEquals(3, answer.count("Unsent"));
        assertEquals("", answer.header("X-Should-Retry"));
        assertTrue(answer.body().contains("\"UNSENT\""), answer.body());
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"GET", "POST"})
    void aForwardedCallIsUnsent(Method method) {
        GatewayAnswer answer = GatewayAnswer.of(caller().body("{}").request(method, "/crm/v3/owners"));

        assertEquals(503, answer.status(), answer.body());
        assertEquals("error", answer.text("status"));
        assertEquals("UNSENT", answer.text("category"));
        assertFalse(answer.text("correlationId").isEmpty());
        assertFalse(answer.header("Retry-After").isEmpty());
    }

    /** Another replica would reach it no better, and nobody would be left to say why. */
    @Test
    void theGatewayIsReadyAllTheSame() {
        assertEquals(503, caller().get("/crm/v3/owners").statusCode());

        JsonPath ready = given().get(management().resolve("/q/health/ready"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals("UP", ready.getString("status"));
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    private static RequestSpecification caller() {
        return given().filter(DescribedAnswers.served())
                .header("Authorization", UsedTokens.used("Bearer unreachable-hubspot-1"))
                .contentType(ContentType.JSON);
    }
}
