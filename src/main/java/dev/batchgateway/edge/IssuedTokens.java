package dev.batchgateway.edge;

import dev.batchgateway.access.Denial;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the OpenID Connect issuer, as {@code quarkus.oidc.*} describes it. A token is judged by the issuer's public
 * keys, which are fetched beforehand and when a token names one that is not known yet; it is never sent to the issuer.
 *
 * <p>A token whose key cannot be fetched is not judged: its caller may come again, and must not throw it away. Quarkus
 * wraps that failure in the one it has for bad tokens, and after it asks for no key again for a while.
 */
public final class IssuedTokens {
    private static final Logger LOG = Logger.getLogger(IssuedTokens.class);
    /** Quarkus' word for a token that is none for callers; its exception is else one of the way to the issuer. */
    private static final String OTHER_TYPE = "Invalid token type";

    private final Function<RoutingContext, Uni<SecurityIdentity>> authenticator;
    private final @Nullable String role;
    private final long refreshNanos;
    private final LongSupplier clock;
    private final Repeats warnings = new Repeats();
    /** Since when no key is asked for; null when the last time that was seen went well. */
    private volatile @Nullable Long unreachedAt;

    /**
     * @param authenticator Quarkus' own, which asks its OpenID Connect extension
     * @param role what a token must have; null for none
     * @param refresh so long after the issuer was asked for a key it is not asked again
     * @param clock a monotonic clock, in nanoseconds
     */
    public IssuedTokens(
            Function<RoutingContext, Uni<SecurityIdentity>> authenticator,
            @Nullable String role,
            Duration refresh,
            LongSupplier clock) {
        this.authenticator = authenticator;
        this.role = role;
        this.refreshNanos = refresh.toNanos();
        this.clock = clock;
    }

    /** What a token says of who sends it. */
    public sealed interface Verdict {}

    /**
     * It is the issuer's and valid.
     *
     * @param subject whom it was given to
     */
    public record Known(String subject) implements Verdict {}

    /** It is not let in. */
    public record Denied(Denial why) implements Verdict {}

    /** Judges the token of {@code routing}'s request, and answers on its event loop. Never fails. */
    Uni<Verdict> judge(RoutingContext routing) {
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "A request is served on an event loop");
        return Uni.createFrom()
                .deferred(() -> authenticator.apply(routing))
                .map(this::verdict)
                .onFailure()
                .recoverWithItem(this::denied)
                .emitOn(task -> loop.runOnContext(v -> task.run()));
    }

    private Verdict verdict(@Nullable SecurityIdentity identity) {
        if (identity == null
                || !(identity.getPrincipal() instanceof JsonWebToken token)
                || token.getSubject() == null) {
            return new Denied(Denial.UNKNOWN_CREDENTIALS);
        }
        return role == null || identity.hasRole(role) ? new Known(token.getSubject()) : new Denied(Denial.NO_ROLE);
    }

    private Verdict denied(Throwable failure) {
        long now = clock.getAsLong();
        Throwable cause = cause(failure);
        if (!(failure instanceof AuthenticationException) || isOfTheWay(cause)) {
            unreachedAt = now;
            warn(cause, now);
            return new Denied(Denial.ISSUER_OUT_OF_REACH);
        }
        Long since = unreachedAt;
        boolean isBlind = since != null && now - since < refreshNanos;
        return new Denied(isBlind && isOfAnUnknownKey(cause) ? Denial.ISSUER_OUT_OF_REACH : Denial.UNKNOWN_CREDENTIALS);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof AuthenticationException && cause != null ? cause : failure;
    }

    private static boolean isOfTheWay(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof VertxException
                || (cause instanceof OIDCException && !OTHER_TYPE.equals(cause.getMessage()));
    }

    private static boolean isOfAnUnknownKey(Throwable cause) {
        return cause.getCause() instanceof UnresolvableKeyException;
    }

    private void warn(Throwable cause, long now) {
        long leftOut = warnings.admit(now);
        if (leftOut >= 0) {
            LOG.warnf(
                    "No token of the OpenID Connect issuer can be checked: %s%s",
                    cause.getMessage(), leftOut == 0 ? "" : " (and " + leftOut + " times before)");
        }
    }
}
