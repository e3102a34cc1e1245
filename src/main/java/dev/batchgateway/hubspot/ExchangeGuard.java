package dev.batchgateway.hubspot;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * SmallRye Fault Tolerance around the raw exchange. The circuit breaker counts only failures to reach HubSpot, which
 * concern everybody; what HubSpot answers, to whichever account, never opens it. The bulkhead is as large as the
 * connection pool, so that it refuses only if the lanes' own bound has failed. The time-out is a backstop a little
 * above the HTTP client's own: it does not cancel the call, it only ends the waiting.
 */
final class ExchangeGuard {
    private static final int CALLS_LOOKED_AT = 20;
    private static final double FAILED_SHARE = 0.8;
    private static final Duration OPEN_FOR = Duration.ofSeconds(1);
    private static final Duration ABOVE_CLIENT = Duration.ofSeconds(5);

    private final TypedGuard<Uni<RestResponse<byte[]>>> guard;

    ExchangeGuard(HubSpotConfig config) {
        this.guard = TypedGuard.create(new TypeLiteral<Uni<RestResponse<byte[]>>>() {})
                .withCircuitBreaker()
                .requestVolumeThreshold(CALLS_LOOKED_AT)
                .failureRatio(FAILED_SHARE)
                .delay(OPEN_FOR.toMillis(), ChronoUnit.MILLIS)
                .when(Failure::isUnreached)
                .done()
                .withBulkhead()
                .limit(config.maxConnections())
                .queueSize(config.maxConnections())
                .done()
                .withTimeout()
                .duration(config.attemptTimeout().plus(ABOVE_CLIENT).toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    @CheckReturnValue
    Uni<RestResponse<byte[]>> around(Supplier<Uni<RestResponse<byte[]>>> exchange) {
        return guard.get(exchange);
    }
}
