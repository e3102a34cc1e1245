package dev.batchgateway.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.batchgateway.access.Denial;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking an issuer for its keys, over HTTP. */
class DiscoveredKeysTest {
    private static final String ABOUT = "/realms/internal/.well-known/openid-configuration";
    private static final Signer ONE = Signer.of("one", "ES256");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private URI issuer = URI.create("http://127.0.0.1:9");

    @BeforeEach
    void start() throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            String page = pages.getOrDefault(request.path(), "404");
            if (page.equals("moved")) {
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/keys")
                        .end();
            } else if (page.equals("404")) {
                request.response().setStatusCode(404).end();
            } else if (!page.equals("silent")) {
                request.response().setChunked(true).end(page);
            }
        });
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LONG.toSeconds(), TimeUnit.SECONDS)
                .actualPort();
        issuer = URI.create("http://127.0.0.1:" + port + "/realms/internal");
        pages.put(ABOUT, about("http://127.0.0.1:" + port + "/keys"));
        pages.put("/keys", Signer.told(ONE));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** The issuer's name is what it says, not where it is. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void theKeysAreWhereTheIssuerSays(String end) throws Exception {
        KeySet keys = fetched(URI.create(issuer + end), LONG);

        SignedToken token = SignedToken.read(ONE.token(Signer.claims())).orElseThrow();
        assertEquals(
                Optional.of(new Verdict.Known("service-a")),
                keys.judge(token, new TokenRules(Signer.AUDIENCE, null, "groups"), Signer.NOW));
        Map<String, Object> claims = Signer.claims();
        claims.put("iss", issuer.toString());
        assertEquals(
                Optional.of(new Verdict.Denied(Denial.UNKNOWN_CREDENTIALS)),
                keys.judge(
                        SignedToken.read(ONE.token(claims)).orElseThrow(),
                        new TokenRules(Signer.AUDIENCE, null, "groups"),
                        Signer.NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "[]",
                "{}",
                "{\"issuer\":\"a\"}",
                "{\"issuer\":7,\"jwks_uri\":\"http://127.0.0.1:9\"}",
                "{\"issuer\":\"a\",\"jwks_uri\":7}",
                "{\"issuer\":\"a\",\"jwks_uri\":\"file:///etc/keys\"}",
                "{\"issuer\":\"a\",\"jwks_uri\":\"http://not an address\"}",
                "404",
                "moved",
            })
    void whatAnIssuerDoesNotSayIsAFailure(String page) {
        pages.put(ABOUT, page);

        failed(issuer, LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "moved", "<html>", "{\"keys\":[]}", "{\"keys\":7}"})
    void keysThatAreNoneAreAFailure(String page) {
        pages.put("/keys", page);

        failed(issuer, LONG);
    }

    @Test
    void aPageWithoutEndIsNotRead() {
        pages.put("/keys", "{\"keys\":[" + " ".repeat(256 * 1024));

        assertTrue(failed(issuer, LONG).contains("more than 262144 bytes"));
    }

    @Test
    void silenceEnds() {
        pages.put("/keys", "silent");

        assertTrue(failed(issuer, SHORT).contains("did not answer within 200 ms"));
    }

    @Test
    void nobodyThereIsAFailure() {
        assertTrue(failed(URI.create("http://127.0.0.1:9"), LONG).contains("127.0.0.1"));
    }

    private static String about(String keys) {
        return "{\"issuer\":\"" + Signer.ISSUER + "\",\"jwks_uri\":\"" + keys + "\"}";
    }

    private KeySet fetched(URI from, Duration timeOut) throws Exception {
        return new DiscoveredKeys(from, vertx, vertx.createHttpClient(), address -> Optional.empty(), timeOut)
                .fetch()
                .toCompletableFuture()
                .get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private String failed(URI from, Duration timeOut) {
        Throwable cause = assertThrows(ExecutionException.class, () -> fetched(from, timeOut))
                .getCause();
        return String.valueOf(cause);
    }
}
