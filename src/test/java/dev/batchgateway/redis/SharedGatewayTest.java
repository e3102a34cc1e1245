package dev.batchgateway.redis;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedBudget;
import dev.batchgateway.dispatch.SharedBudgets;
import dev.batchgateway.testing.RedisProcess;
import dev.batchgateway.testing.WithRedis;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway with Redis: its budgets are wired, and its readiness says how it stands, ready all the while. */
@QuarkusTest
@TestProfile(WithRedis.class)
class SharedGatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Told NOTHING = Told.nothing(100, 10_000);

    @Inject
    Optional<SharedBudgets> budgets;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness;

    /** Set by {@link dev.batchgateway.testing.RedisResource}. */
    @SuppressWarnings("NullAway.Init")
    RedisProcess redis;

    @Test
    void aLostRedisIsToldAndTheGatewayStaysReady() {
        SharedBudget budget = budgets.orElseThrow().of("portal", "lane");
        Reserved joined = untilReached(budget, NOTHING.wants(3).rejoins());

        assertEquals(3, joined.granted());
        assertReady("shared", 1);

        redis.kill();
        assertEquals(Reserved.LOST, exchange(budget, NOTHING.holds(3)));
        assertReady("lost", 1);

        redis.start();
        assertTrue(untilReached(budget, NOTHING.holds(3)).isNew());
        assertEquals("shared", state().getString("data.state"));
    }

    @Test
    void theClientsOwnCheckIsNotAmongThoseOfTheReadiness() {
        String checks = given().get(readiness).then().statusCode(200).extract().asString();

        assertTrue(checks.contains("shared budget") && !checks.contains("Redis"), checks);
    }

    private void assertReady(String state, int members) {
        JsonPath check = state();
        assertEquals("UP", check.getString("status"));
        assertEquals(state, check.getString("data.state"));
        assertEquals(members, check.getInt("data.members"));
    }

    private JsonPath state() {
        return given().get(readiness)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("checks.find { it.name == 'shared budget' }");
    }

    private static Reserved exchange(SharedBudget budget, Told told) {
        return budget.exchange(told.report()).await().atMost(PATIENCE);
    }

    private static Reserved untilReached(SharedBudget budget, Told told) {
        Reserved reserved = exchange(budget, told);
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !reserved.isReached() && System.nanoTime() < end; ) {
            Thread.onSpinWait();
            reserved = exchange(budget, told);
        }
        return reserved;
    }
}
