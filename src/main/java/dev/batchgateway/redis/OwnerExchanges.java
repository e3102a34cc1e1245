package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Timer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges about the register of records: each is one call of {@code owner.lua}, over a connection of their own. How it
 * ended is known within a time-out, on any thread; Redis sees them in the order in which they were begun. Thread-safe.
 */
final class OwnerExchanges {
    private static final Logger LOG = Logger.getLogger(OwnerExchanges.class);
    /** The names of another form of what is kept must not begin like these: old and new gateways run side by side. */
    private static final String KEYS = "batchgateway:record:1:";

    /** In time-outs of a budget's exchange: to refuse a create for nothing is worse than to keep it waiting for that. */
    private static final int PATIENCE = 5;

    private static final int HERE = 0;
    private static final int ELSEWHERE = 1;
    private static final int OTHER_REQUEST = 2;
    private static final int ANEW = 3;

    private final Script script;
    private final RedisLine line;
    private final String gateway;
    private final long timeoutNanos;
    private final RegisterState state;
    private final Timer timer;

    /** As {@link RedisOwners} has them. */
    OwnerExchanges(
            Redis redis, String gateway, Duration timeout, RegisterState state, LongSupplier clock, Timer timer) {
        this.script = Script.load("owner.lua");
        Duration longest = timeout.multipliedBy(PATIENCE);
        this.line = new RedisLine(redis, clock, longest);
        this.gateway = gateway;
        this.timeoutNanos = longest.toNanos();
        this.state = state;
        this.timer = timer;
    }

    /** Enters this gateway for so long, unless another one is entered. */
    void claim(String name, String print, long holdMillis, Consumer<Entered> onEnd) {
        begin(name, print, holdMillis, true, onEnd);
    }

    /** Enters this gateway for so long beside whoever else is entered; takes it out when that is 0. */
    void enter(String name, String print, long holdMillis, Consumer<Entered> onEnd) {
        begin(name, print, holdMillis, false, onEnd);
    }

    private void begin(String name, String print, long holdMillis, boolean isClaim, Consumer<Entered> onEnd) {
        Uni.createFrom()
                .<Entered>emitter(emitter -> exchange(name, print, holdMillis, isClaim, emitter))
                .subscribe()
                .with(onEnd, bug -> {
                    LOG.error("A bug: the register of records has failed", bug);
                    onEnd.accept(Entered.LOST);
                });
    }

    private void exchange(
            String name, String print, long holdMillis, boolean isClaim, UniEmitter<? super Entered> emitter) {
        AtomicBoolean isOver = new AtomicBoolean();
        Timer.Scheduled limit = timer.after(timeoutNanos, () -> {
            if (isOver.compareAndSet(false, true)) {
                line.isSilent();
                end(emitter, Entered.LOST, "no answer in time");
            }
        });
        Request byDigest = with(script.byDigest(), name, print, holdMillis, isClaim);
        Request whole = with(script.whole(), name, print, holdMillis, isClaim);
        send(byDigest, whole, () -> !isOver.get()).map(OwnerExchanges::read).onComplete(ended -> {
            if (isOver.compareAndSet(false, true)) {
                limit.cancel();
                if (ended.succeeded()) {
                    end(emitter, ended.result(), "an answer that is none of the script's");
                } else {
                    end(emitter, Entered.LOST, String.valueOf(ended.cause()));
                }
            }
        });
    }

    /** @param why there was no answer, if there was none */
    private void end(UniEmitter<? super Entered> emitter, Entered how, String why) {
        boolean isAnswered = how != Entered.LOST;
        state.asked(isAnswered);
        if (!isAnswered) {
            LOG.debugf("The register of records did not answer: %s", why);
        }
        emitter.complete(how);
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

    private static Entered read(@Nullable Response answer) {
        Integer told = answer == null ? null : answer.toInteger();
        if (told == null) {
            return Entered.LOST;
        }
        return switch (told) {
            case HERE -> Entered.AS_BEFORE;
            case ANEW -> Entered.ANEW;
            case ELSEWHERE -> Entered.ELSEWHERE;
            case OTHER_REQUEST -> Entered.OTHER_REQUEST;
            default -> Entered.LOST;
        };
    }
}
