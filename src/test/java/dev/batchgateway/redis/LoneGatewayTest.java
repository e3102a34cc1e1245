package dev.batchgateway.redis;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A gateway without Redis serves batches, shares nothing, and its readiness says that there is none. */
@QuarkusTest
class LoneGatewayTest extends GatewayTest {
    @TestHTTPResource(management = true)
    URI management;

    @Test
    void nothingIsSharedAndNobodyIsAsked() {
        assertEquals(
                201,
                post("/crm/v3/objects/contacts/batch/create", Batches.of(1, Batches::newContact))
                        .status());

        GatewayLoad load = new GatewayLoad(management());
        assertTrue(load.isStore("none"));
        assertEquals(0, load.exchanges());
        assertEquals(
                "none",
                given().get(management().resolve("/q/health/ready"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getString("checks.find { it.name == 'shared budget' }.data.state"));
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }
}
