package dev.batchgateway;

import dev.batchgateway.dispatch.SharedBudgets;
import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.redis.BudgetTimes;
import dev.batchgateway.redis.RedisBudgets;
import dev.batchgateway.redis.RedisOwners;
import dev.batchgateway.redis.RegisterState;
import dev.batchgateway.redis.SharedState;
import dev.batchgateway.resume.Owners;
import dev.batchgateway.telemetry.SharedStoreMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** Puts the shared budgets and the register of records together, if Redis is configured: without hosts its client is never made. */
@Singleton
public final class RedisWiring {
    private static final LongSupplier CLOCK = System::nanoTime;

    private final InjectableInstance<Redis> redis;
    /** A new one in every run: what an earlier run held ends with its lease. */
    private final String gateway = UUID.randomUUID().toString();

    RedisWiring(InjectableInstance<Redis> redis) {
        this.redis = redis;
    }

    @Produces
    @Singleton
    SharedState sharedState() {
        return new SharedState(redis.getHandle().getBean().isActive(), CLOCK);
    }

    @Produces
    @Singleton
    RegisterState registerState() {
        return new RegisterState(CLOCK);
    }

    @Produces
    @Singleton
    SharedStoreMeters sharedStoreMeters(SharedState state, RegisterState register) {
        return new SharedStoreMeters(
                () -> state.kind().word(),
                () -> state.exchanges() + register.exchanges(),
                () -> state.failures() + register.failures(),
                register::missing);
    }

    /** With the program, so that they are there before the first batch. */
    void starting(@Observes StartupEvent event, SharedStoreMeters meters, MeterRegistry registry) {
        meters.bindTo(registry);
    }

    /** The register of who holds which batch's record; empty when this gateway is alone. */
    @Produces
    @Singleton
    Optional<Owners> owners(GatewayConfig config, SharedState state, RegisterState register, Timer timer) {
        if (state.kind() == SharedState.Kind.NONE) {
            return Optional.empty();
        }
        return Optional.of(
                new RedisOwners(redis.get(), gateway, config.limit().redisTimeout(), register, CLOCK, timer));
    }

    /** The budgets shared with other gateways; empty when this one is alone. */
    @Produces
    @Singleton
    Optional<SharedBudgets> sharedBudgets(GatewayConfig config, SharedState state, Timer timer) {
        if (state.kind() == SharedState.Kind.NONE) {
            return Optional.empty();
        }
        BudgetTimes times =
                BudgetTimes.of(config.limit().redisTimeout(), config.limit().redisLease());
        return Optional.of(new RedisBudgets(redis.get(), gateway, times, state, CLOCK, timer));
    }
}
