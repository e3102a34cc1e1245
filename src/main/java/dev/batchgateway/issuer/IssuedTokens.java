package dev.batchgateway.issuer;

import dev.batchgateway.access.Denial;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges tokens of the OpenID Connect issuer by its public keys, which are fetched beforehand and when a token names one
 * that is not known yet. What is no such token, a mistaken key or HubSpot's own token perhaps, goes nowhere.
 */
public final class IssuedTokens {
    /** For each of the issuer's two answers: who waits for its keys is told within twice that. */
    private static final Duration TIME_OUT = Duration.ofSeconds(5);

    private static final Verdict WRONG = new Verdict.Denied(Denial.UNKNOWN_CREDENTIALS);
    private static final Verdict OUT_OF_REACH = new Verdict.Denied(Denial.ISSUER_OUT_OF_REACH);

    private final IssuerKeys keys;
    private final TokenRules rules;
    private final InstantSource time;

    IssuedTokens(IssuerKeys keys, TokenRules rules, InstantSource time) {
        this.keys = keys;
        this.rules = rules;
        this.time = time;
    }

    /**
     * Tokens of the issuer at {@code issuer}.
     *
     * @param client with which it is asked for its keys
     * @param proxies what to go through to an address
     * @param rules what is asked of a token
     * @param time now, for what is valid when
     * @param clock a monotonic clock, in nanoseconds
     */
    public static IssuedTokens of(
            URI issuer,
            Vertx vertx,
            HttpClient client,
            Function<URI, Optional<ProxyOptions>> proxies,
            TokenRules rules,
            InstantSource time,
            LongSupplier clock) {
        return new IssuedTokens(
                new IssuerKeys(new DiscoveredKeys(issuer, vertx, client, proxies, TIME_OUT), clock), rules, time);
    }

    /** Asks for the keys, if they are not known: the first caller need not wait for them, and the log says what is wrong. */
    public void prepare() {
        if (keys.current() == null) {
            keys.newer(null);
        }
    }

    /** Judges {@code token}, and answers on the event loop that asks. Never fails. */
    public Uni<Verdict> judge(String token) {
        Optional<SignedToken> read = SignedToken.read(token);
        if (read.isEmpty()) {
            return Uni.createFrom().item(WRONG);
        }
        SignedToken signed = read.get();
        @Nullable KeySet known = keys.current();
        Optional<Verdict> verdict = known == null ? Optional.empty() : known.judge(signed, rules, time.instant());
        if (verdict.isPresent()) {
            return Uni.createFrom().item(verdict.get());
        }
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "A request is served on an event loop");
        return Uni.createFrom()
                .completionStage(() -> keys.newer(known))
                .emitOn(task -> loop.runOnContext(v -> task.run()))
                .map(newer -> newer.map(others ->
                                others.judge(signed, rules, time.instant()).orElse(WRONG))
                        .orElse(OUT_OF_REACH));
    }
}
