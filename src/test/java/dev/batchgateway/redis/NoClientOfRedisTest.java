package dev.batchgateway.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.dispatch.SharedBudgets;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway without Redis has no client that could connect. */
@QuarkusTest
class NoClientOfRedisTest {
    @Inject
    Optional<SharedBudgets> budgets;

    @Inject
    InjectableInstance<Redis> client;

    @Test
    void noClientIsMade() {
        assertTrue(budgets.isEmpty());
        assertTrue(client.listActive().isEmpty());
    }
}
