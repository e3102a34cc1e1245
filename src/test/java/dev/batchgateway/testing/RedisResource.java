package dev.batchgateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real Redis beside the gateway under test; tests get it in a field of its type. */
public final class RedisResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable RedisProcess redis;

    @Override
    public Map<String, String> start() {
        redis = RedisProcess.started();
        return Map.of("quarkus.redis.hosts", redis.url());
    }

    @Override
    public void inject(TestInjector injector) {
        if (redis != null) {
            injector.injectIntoFields(redis, new TestInjector.MatchesType(RedisProcess.class));
        }
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
    }
}
