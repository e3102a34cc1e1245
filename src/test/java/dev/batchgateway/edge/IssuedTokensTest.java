package dev.batchgateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.access.Denial;
import dev.batchgateway.testing.LoggedLines;
import dev.batchgateway.testing.ManualClock;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.lang.UnresolvableKeyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Quarkus fails with, and what a caller is told of it. */
class IssuedTokensTest {
    private static final Duration REFRESH = Duration.ofMinutes(1);
    private static final RoutingContext REQUEST = (RoutingContext) Proxy.newProxyInstance(
            RoutingContext.class.getClassLoader(),
            new Class<?>[] {RoutingContext.class},
            (proxy, method, arguments) -> {
                throw new AssertionError("The request is Quarkus' to read");
            });

    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock();
    private Throwable failure = new AssertionError("none");
    private final IssuedTokens tokens =
            new IssuedTokens(request -> Uni.createFrom().failure(failure), null, REFRESH, clock);

    @AfterEach
    void stop() {
        vertx.close();
    }

    static Stream<Throwable> ofTheWay() {
        return Stream.of(
                new OIDCException("OIDC Server is not available"),
                new AuthenticationFailedException(new ConnectException("Connection refused")),
                new AuthenticationFailedException(new HttpClosedException("Connection was closed")),
                new AuthenticationFailedException(new TimeoutException("10 s")),
                new AuthenticationFailedException(new OIDCException("Error status:503")));
    }

    @ParameterizedTest
    @MethodSource("ofTheWay")
    void aTokenWhoseKeyCannotBeFetchedIsNotJudged(Throwable quarkus) throws Exception {
        assertEquals(Denial.ISSUER_OUT_OF_REACH, denied(quarkus));
    }

    static Stream<Throwable> ofTheToken() {
        return Stream.of(
                new AuthenticationFailedException(),
                new AuthenticationFailedException(invalid(new IllegalArgumentException("no signature"))),
                new AuthenticationFailedException(invalid(new UnresolvableKeyException("kid"))),
                new AuthenticationFailedException(new OIDCException("Invalid token type")));
    }

    @ParameterizedTest
    @MethodSource("ofTheToken")
    void aBadTokenIsTurnedAway(Throwable quarkus) throws Exception {
        assertEquals(Denial.UNKNOWN_CREDENTIALS, denied(quarkus));
    }

    /** So long Quarkus does not ask for a key again, and says of every new one that it knows none. */
    @Test
    void afterTheIssuerWasOutOfReachAnUnknownKeyIsNotJudgedUntilItIsAskedAgain() throws Exception {
        Throwable unknownKey = new AuthenticationFailedException(invalid(new UnresolvableKeyException("kid")));
        Throwable forged = new AuthenticationFailedException(invalid(new IllegalArgumentException("no signature")));
        denied(new AuthenticationFailedException(new ConnectException("Connection refused")));

        clock.advance(REFRESH.minusMillis(1));
        assertEquals(Denial.ISSUER_OUT_OF_REACH, denied(unknownKey));
        assertEquals(Denial.UNKNOWN_CREDENTIALS, denied(forged));

        clock.advance(Duration.ofMillis(1));
        assertEquals(Denial.UNKNOWN_CREDENTIALS, denied(unknownKey));
    }

    @Test
    void theLogSaysSoSoManyTimesASecondOnly() throws Exception {
        LoggedLines lines = new LoggedLines("No token of the OpenID Connect issuer can be checked: ");
        lines.start();
        try {
            for (int i = 0; i < 5 * Repeats.MOST_A_SECOND; i++) {
                denied(new OIDCException("OIDC Server is not available"));
            }
            assertEquals(Repeats.MOST_A_SECOND, lines.texts().size());

            clock.advance(Duration.ofSeconds(1));
            denied(new OIDCException("OIDC Server is not available"));
        } finally {
            lines.stop();
        }
        List<String> texts = lines.texts();
        assertTrue(texts.get(texts.size() - 1).endsWith("(and 40 times before)"), texts::toString);
    }

    private Denial denied(Throwable quarkus) throws Exception {
        failure = quarkus;
        CompletableFuture<IssuedTokens.Verdict> verdict = new CompletableFuture<>();
        vertx.runOnContext(
                v -> tokens.judge(REQUEST).subscribe().with(verdict::complete, verdict::completeExceptionally));
        return ((IssuedTokens.Denied) verdict.get(10, TimeUnit.SECONDS)).why();
    }

    private static InvalidJwtException invalid(Exception cause) {
        return new InvalidJwtException(
                "invalid", new ErrorCodeValidator.Error(0, "invalid"), cause, new JwtContext(null, List.of()));
    }
}
