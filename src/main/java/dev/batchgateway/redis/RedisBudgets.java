package dev.batchgateway.redis;

import dev.batchgateway.dispatch.Report;
import dev.batchgateway.dispatch.Reserved;
import dev.batchgateway.dispatch.SharedBudget;
import dev.batchgateway.dispatch.SharedBudgets;
import dev.batchgateway.dispatch.Timer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Budgets in Redis or Valkey. An exchange is one call of {@code budget.lua}; how it ended is known within
 * {@link BudgetTimes#timeout}, on any thread. Thread-safe.
 */
public final class RedisBudgets implements SharedBudgets {
    private final BudgetScript script;
    private final RedisLine line;
    private final String gateway;
    private final long timeoutNanos;
    private final SharedState state;
    private final Timer timer;
    private final AtomicLong reports = new AtomicLong();

    /**
     * @param redis the client; nothing is sent before the first exchange
     * @param gateway a name no other gateway has, nor an earlier run of this one; without white space and colons
     * @param times how long who waits for whom
     * @param state is told how each exchange ended
     * @param clock a monotonic clock, in nanoseconds
     * @param timer ends the waiting
     */
    public RedisBudgets(
            Redis redis, String gateway, BudgetTimes times, SharedState state, LongSupplier clock, Timer timer) {
        this.script = new BudgetScript(BudgetScript.load(), times);
        this.line = new RedisLine(redis, clock, times.timeout());
        this.gateway = gateway;
        this.timeoutNanos = times.timeout().toNanos();
        this.state = state;
        this.timer = timer;
    }

    @Override
    public SharedBudget of(String portal, String lane) {
        return report -> Uni.createFrom().emitter(emitter -> exchange(portal, lane, report, emitter));
    }

    @Override
    public int members() {
        return state.members();
    }

    private void exchange(String portal, String lane, Report report, UniEmitter<? super Reserved> emitter) {
        AtomicBoolean isOver = new AtomicBoolean();
        Timer.Scheduled limit = timer.after(timeoutNanos, () -> {
            if (isOver.compareAndSet(false, true)) {
                line.isSilent();
                state.lost("no answer in time");
                emitter.complete(Reserved.LOST);
            }
        });
        send(script.arguments(portal, lane, gateway, reports.incrementAndGet(), report), () -> !isOver.get())
                .map(BudgetScript::read)
                .onComplete(ended -> {
                    if (isOver.compareAndSet(false, true)) {
                        limit.cancel();
                        emitter.complete(ended.succeeded() ? reached(ended.result()) : lost(ended.cause()));
                    }
                });
    }

    /**
     * A script that Redis has not, or has no more, is sent whole. A report under way when the connection was lost is
     * sent once more, since an idle connection may be closed just then; the script takes no report twice.
     */
    private Future<Response> send(List<String> arguments, BooleanSupplier isWanted) {
        return line.send(script.byDigest(arguments), isWanted)
                .recover(failure -> RedisLine.isNoScript(failure) || RedisLine.isClosed(failure)
                        ? line.send(script.whole(arguments), isWanted)
                        : Future.failedFuture(failure));
    }

    private Reserved reached(Reserved reserved) {
        if (reserved.isReached()) {
            state.answered(reserved.members());
        } else {
            state.lost("an answer that is none of the script's");
        }
        return reserved;
    }

    private Reserved lost(Throwable failure) {
        state.lost(failure.toString());
        return Reserved.LOST;
    }
}
