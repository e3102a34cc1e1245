package dev.batchgateway.edge;

import dev.batchgateway.access.Denial;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the OpenID Connect issuer, as {@code quarkus.oidc.*} describes it. A token is judged by the issuer's public
 * keys, which are fetched beforehand and when a token names one that is not known yet; it is never sent to the issuer.
 */
public final class IssuedTokens {
    private static final Logger LOG = Logger.getLogger(IssuedTokens.class);

    private final HttpAuthenticator authenticator;
    private final @Nullable String role;

    /**
     * @param authenticator Quarkus' own, which asks its OpenID Connect extension
     * @param role what a token must have; null for none
     */
    public IssuedTokens(HttpAuthenticator authenticator, @Nullable String role) {
        this.authenticator = authenticator;
        this.role = role;
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
                .deferred(() -> authenticator.attemptAuthentication(routing))
                .map(this::verdict)
                .onFailure(failure -> failure instanceof AuthenticationException)
                .recoverWithItem(new Denied(Denial.UNKNOWN_CREDENTIALS))
                .onFailure()
                .recoverWithItem(IssuedTokens::outOfReach)
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

    private static Verdict outOfReach(Throwable failure) {
        LOG.warnf("No token of the OpenID Connect issuer can be checked: %s", failure.getMessage());
        return new Denied(Denial.ISSUER_OUT_OF_REACH);
    }
}
