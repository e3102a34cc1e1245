package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Timer;
import dev.batchgateway.resume.Owners;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The register of records in Redis or Valkey. An exchange is one call of {@code owner.lua}, over a connection of its own;
 * how it ended is known within a time-out. Thread-safe.
 */
public final class RedisOwners implements Owners {
    private static final Logger LOG = Logger.getLogger(RedisOwners.class);
    /** The names of another form of what is kept must not begin like these: old and new gateways run side by side. */
    private static final String KEYS = "batchgateway:record:1:";

    /** In time-outs of a budget's exchange: to refuse a create for nothing is worse than to keep it waiting for that. */
    private static final int PATIENCE = 5;

    private static final int HERE = 0;
    private static final int ELSEWHERE = 1;
    private static final int OTHER_REQUEST = 2;

    private final Script script;
    private final RedisLine line;
    private final String gateway;
    private final long timeoutNanos;
    private final Timer timer;

    /**
     * @param redis the client; nothing is sent before the first exchange
     * @param gateway a name no other gateway has, nor an earlier run of this one; without white space
     * @param timeout of the budgets' exchanges; those of the register may take {@value #PATIENCE} times as long
     * @param clock a monotonic clock, in nanoseconds
     * @param timer ends the waiting
     */
    public RedisOwners(Redis redis, String gateway, Duration timeout, LongSupplier clock, Timer timer) {
        this.script = Script.load("owner.lua");
        Duration longest = timeout.multipliedBy(PATIENCE);
        this.line = new RedisLine(redis, clock, longest);
        this.gateway = gateway;
        this.timeoutNanos = longest.toNanos();
        this.timer = timer;
    }

    @Override
    public Uni<Owner> claim(String name, String print, Duration hold) {
        return exchange(name, print, hold.toMillis(), true);
    }

    @Override
    public void hold(String name, String print, Duration hold) {
        tell(name, print, hold.toMillis());
    }

    @Override
    public void release(String name, String print) {
        tell(name, print, 0);
    }

    private void tell(String name, String print, long holdMillis) {
        exchange(name, print, holdMillis, false)
                .subscribe()
                .with(
                        owner -> LOG.debugf("Record %s for %d ms: %s", name, holdMillis, owner),
                        bug -> LOG.error("A bug: the register of records has failed", bug));
    }

    private Uni<Owner> exchange(String name, String print, long holdMillis, boolean isClaim) {
        return Uni.createFrom().emitter(emitter -> exchange(name, print, holdMillis, isClaim, emitter));
    }

    private void exchange(
            String name, String print, long holdMillis, boolean isClaim, UniEmitter<? super Owner> emitter) {
        AtomicBoolean isOver = new AtomicBoolean();
        Timer.Scheduled limit = timer.after(timeoutNanos, () -> {
            if (isOver.compareAndSet(false, true)) {
                line.isSilent();
                emitter.complete(Owner.LOST);
            }
        });
        Request byDigest = with(script.byDigest(), name, print, holdMillis, isClaim);
        Request whole = with(script.whole(), name, print, holdMillis, isClaim);
        send(byDigest, whole, () -> !isOver.get()).map(RedisOwners::read).onComplete(ended -> {
            if (isOver.compareAndSet(false, true)) {
                limit.cancel();
                emitter.complete(ended.succeeded() ? ended.result() : Owner.LOST);
            }
        });
    }

    private Request with(Request request, String name, String print, long holdMillis, boolean isClaim) {
        return request.arg("1")
                .arg(KEYS + name)
                .arg(gateway)
                .arg(print)
                .arg(String.valueOf(holdMillis))
                .arg(isClaim ? "1" : "0");
    }

    /** As for the budgets; to enter or to leave twice is the same as once. */
    private Future<Response> send(Request byDigest, Request whole, BooleanSupplier isWanted) {
        return line.send(byDigest, isWanted)
                .recover(failure -> RedisLine.isNoScript(failure) || RedisLine.isClosed(failure)
                        ? line.send(whole, isWanted)
                        : Future.failedFuture(failure));
    }

    private static Owner read(@Nullable Response answer) {
        Integer told = answer == null ? null : answer.toInteger();
        if (told == null) {
            return Owner.LOST;
        }
        return switch (told) {
            case HERE -> Owner.HERE;
            case ELSEWHERE -> Owner.ELSEWHERE;
            case OTHER_REQUEST -> Owner.OTHER_REQUEST;
            default -> Owner.LOST;
        };
    }
}
