package dev.batchgateway.hubspot;

import dev.batchgateway.dispatch.Timer;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * SmallRye Fault Tolerance around the raw exchange. The circuit breaker counts only failures to reach HubSpot, which
 * concern everybody; what HubSpot answers, to whichever account, never opens it. The bulkhead is as large as the
 * connection pool, so that it refuses only if the lanes' own bound has failed.
 *
 * <p>Behind the HTTP client's own time-out stands a backstop a little above it. It is no strategy of Fault Tolerance's:
 * that one's timer is a thread, woken for each call and again for its end, which cost a fifteenth of all CPU time; and
 * it would only end the waiting. Here what was waited for ends, too: an exchange under way is cancelled, so that its
 * place is free again, and one that still stood in the bulkhead's queue is not sent long after it was given up.
 */
final class ExchangeGuard {
    static final int CALLS_LOOKED_AT = 20;
    static final double FAILED_SHARE = 0.8;
    private static final Duration OPEN_FOR = Duration.ofSeconds(1);
    private static final Duration ABOVE_CLIENT = Duration.ofSeconds(5);

    private final TypedGuard<Uni<Response>> guard;
    private final Duration backstop;
    private final Timer timer;

    static ExchangeGuard of(HubSpotConfig config, Timer timer) {
        return new ExchangeGuard(
                config.maxConnections(), OPEN_FOR, config.attemptTimeout().plus(ABOVE_CLIENT), timer);
    }

    /**
     * @param connections most exchanges at once, and most that wait for one of them to end
     * @param openFor how long the circuit breaker refuses all exchanges once it is open
     * @param backstop longest time an exchange is waited for
     */
    ExchangeGuard(int connections, Duration openFor, Duration backstop, Timer timer) {
        this.backstop = backstop;
        this.timer = timer;
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Response>>() {})
                .withCircuitBreaker()
                .requestVolumeThreshold(CALLS_LOOKED_AT)
                .failureRatio(FAILED_SHARE)
                .delay(openFor.toMillis(), ChronoUnit.MILLIS)
                .when(Failure::isUnreached)
                .done()
                .withBulkhead()
                .limit(connections)
                .queueSize(connections)
                .done()
                .build();
    }

    /** One exchange under guard; to be subscribed to once. */
    @CheckReturnValue
    Uni<Response> around(Supplier<Uni<Response>> exchange) {
        return Uni.createFrom().emitter(emitter -> {
            Turn turn = new Turn(exchange);
            Timer.Scheduled end = timer.after(backstop.toNanos(), () -> emitter.fail(turn.giveUp(late())));
            Cancellable guarded = guard.get(turn::begin).subscribe().with(emitter::complete, emitter::fail);
            emitter.onTermination(() -> {
                end.cancel();
                guarded.cancel();
            });
        });
    }

    private TimeoutException late() {
        return new TimeoutException("Nothing was heard within " + backstop.toMillis() + " ms");
    }

    /** One exchange: begins once or never, and is cancelled when nobody waits for it any more. */
    private static final class Turn {
        private final Supplier<Uni<Response>> exchange;
        /** Set by whoever comes first, the beginning or the end of the waiting. */
        private final AtomicBoolean isDecided = new AtomicBoolean();

        /** Through which the exchange under way can be ended. */
        private volatile @Nullable UniEmitter<? super Response> underWay;
        /** Why it is to be ended. */
        private volatile @Nullable Throwable givenUp;

        Turn(Supplier<Uni<Response>> exchange) {
            this.exchange = exchange;
        }

        /** No operator for "whichever comes first": those end the loser with an exception, stack trace and all. */
        Uni<Response> begin() {
            return Uni.createFrom().emitter(emitter -> {
                if (!isDecided.compareAndSet(false, true)) {
                    emitter.fail(new BulkheadException("Given up before its turn"));
                    return;
                }
                Cancellable sent = exchange.get().subscribe().with(emitter::complete, emitter::fail);
                emitter.onTermination(sent::cancel);
                underWay = emitter;
                Throwable timeout = givenUp;
                if (timeout != null) {
                    emitter.fail(timeout);
                }
            });
        }

        /** What the end of the waiting means: an exchange that had not begun was never sent, and never will be. */
        Throwable giveUp(Throwable timeout) {
            if (isDecided.compareAndSet(false, true)) {
                return new BulkheadException("No place within the time of one attempt", timeout);
            }
            givenUp = timeout;
            UniEmitter<? super Response> emitter = underWay;
            if (emitter != null) {
                emitter.fail(timeout);
            }
            return timeout;
        }
    }
}
