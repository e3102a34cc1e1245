package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.resume.Owners;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The register of records in Redis or Valkey. Thread-safe. */
public final class RedisOwners implements Owners {
    private final OwnerExchanges exchanges;
    private final HeldRecords held;

    /**
     * @param redis the client; nothing is sent before the first exchange
     * @param gateway a name no other gateway has, nor an earlier run of this one; without white space
     * @param timeout of the budgets' exchanges; those of the register may take five times as long
     * @param state is told how each exchange ended, and what Redis does not have
     * @param clock a monotonic clock, in nanoseconds
     * @param timer ends the waiting, and begins what is repeated
     */
    public RedisOwners(
            Redis redis, String gateway, Duration timeout, RegisterState state, LongSupplier clock, Timer timer) {
        this.exchanges = new OwnerExchanges(redis, gateway, timeout, state, clock, timer);
        this.held = new HeldRecords(exchanges::enter, gateway, state, clock, timer);
    }

    @Override
    public Uni<Owner> claim(String name, String print, Duration hold) {
        return Uni.createFrom()
                .emitter(emitter -> exchanges.claim(name, print, hold.toMillis(), entered -> {
                    Owner owner = entered.owner();
                    if (owner == Owner.HERE) {
                        held.isEntered(name, print, hold);
                    }
                    emitter.complete(owner);
                }));
    }

    @Override
    public void hold(String name, String print, Duration hold) {
        held.hold(name, print, hold);
    }

    @Override
    public void release(String name, String print) {
        held.release(name, print);
    }
}
