package dev.batchgateway.redis;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.SharedBudgets;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway without Redis: there is no client that could connect, and the readiness says that there is none. */
@QuarkusTest
class LoneGatewayTest {
    @Inject
    Optional<SharedBudgets> budgets;

    @Inject
    InjectableInstance<Redis> client;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness;

    @Test
    void nothingIsSharedAndNobodyIsAsked() {
        assertTrue(budgets.isEmpty());
        assertTrue(client.listActive().isEmpty());
        assertEquals(
                "none",
                given().get(readiness)
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getString("checks.find { it.name == 'shared budget' }.data.state"));
    }
}
