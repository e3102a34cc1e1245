package dev.batchgateway.redis;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.testing.Batches;
import dev.batchgateway.testing.GatewayLoad;
import dev.batchgateway.testing.GatewayTest;
import dev.batchgateway.testing.Polling;
import dev.batchgateway.testing.RedisProcess;
import dev.batchgateway.testing.WithRedis;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A gateway with Redis: its budgets are wired, and its readiness says how it stands, ready all the while. */
@QuarkusTest
@TestProfile(WithRedis.class)
class SharedGatewayTest extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LANES = "batchgateway:2:*";

    @TestHTTPResource(management = true)
    URI management;

    /** Set by {@link dev.batchgateway.testing.RedisResource}. */
    @SuppressWarnings("NullAway.Init")
    RedisProcess redis;

    @Test
    void aLostRedisIsToldAndTheGatewayStaysReady() {
        awaitReady("shared", 0);
        assertTrue(redis.keys(LANES) > 0, "what it spends is not told");

        redis.kill();
        awaitReady("lost", 1_000);

        redis.start();
        awaitReady("shared", 2_000);
        assertTrue(redis.keys(LANES) > 0, "what it spends is not told");
    }

    @Test
    void theClientsOwnCheckIsNotAmongThoseOfTheReadiness() {
        String checks =
                given().get(readiness()).then().statusCode(200).extract().asString();

        assertTrue(checks.contains("shared budget") && !checks.contains("Redis"), checks);
    }

    /** Where the management port is. */
    URI management() {
        return management;
    }

    /** Batches go on meanwhile: a gateway speaks with Redis while it has something to send. */
    private void awaitReady(String state, int first) {
        int[] next = {first};
        assertTrue(
                Polling.until(PATIENCE, () -> {
                    sendOne(next[0]++);
                    return state.equals(check().getString("data.state"));
                }),
                () -> "never " + state + ", but " + check().getString("data.state"));
        JsonPath told = check();
        assertEquals("UP", told.getString("status"));
        assertEquals(state, told.getString("data.state"));
        assertEquals(1, told.getInt("data.members"));
        assertTrue(new GatewayLoad(management()).isStore(state));
    }

    private void sendOne(int number) {
        assertEquals(
                201,
                post("/crm/v3/objects/contacts/batch/create", Batches.of(1, position -> Batches.newContact(number)))
                        .status());
    }

    private JsonPath check() {
        return given().get(readiness())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("checks.find { it.name == 'shared budget' }");
    }

    private URI readiness() {
        return management().resolve("/q/health/ready");
    }
}
