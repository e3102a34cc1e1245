package dev.batchgateway.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect issuer beside the gateway: tells its public key, and signs what tests ask it to, by HTTP, because
 * test resources do not share classes with tests.
 */
public final class TokenIssuer implements QuarkusTestResourceLifecycleManager {
    private static final String PROPERTY = "testing.issuer.url";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int KEY_BITS = 2_048;

    private final AtomicReference<String> about = new AtomicReference<>("");
    private @Nullable HttpServer server;

    /** Claims of a token that {@link OwnTokenGateway} lets in, for five minutes. */
    public static JsonObject claims(String subject) {
        return new JsonObject()
                .put("iss", url())
                .put("sub", subject)
                .put("aud", OwnTokenGateway.AUDIENCE)
                .put("groups", new JsonArray(List.of(OwnTokenGateway.ROLE)))
                .put("iat", Instant.now().getEpochSecond())
                .put("exp", Instant.now().plusSeconds(300).getEpochSecond());
    }

    /** A token with these claims. */
    public static String signed(JsonObject claims) {
        return asked("/sign", claims);
    }

    /** The same, signed by somebody else who gives the key the same name. */
    public static String forged(JsonObject claims) {
        return asked("/forge", claims);
    }

    private static String url() {
        return System.getProperty(PROPERTY, "http://issuer-not-started");
    }

    private static String asked(String path, JsonObject claims) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url() + path))
                                    .POST(BodyPublishers.ofString(claims.encode()))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while a token was signed", e);
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            KeyPair keys = keys();
            KeyPair others = keys();
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String url = "http://127.0.0.1:" + started.getAddress().getPort();
            isKnownAs(url, url);
            String jwks = new JsonObject()
                    .put("keys", new JsonArray(List.of(jwk((RSAPublicKey) keys.getPublic()))))
                    .encode();
            started.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, about.get()));
            started.createContext("/keys", exchange -> answer(exchange, jwks));
            started.createContext("/sign", exchange -> answer(exchange, token(exchange, keys)));
            started.createContext("/forge", exchange -> answer(exchange, token(exchange, others)));
            started.start();
            server = started;
            System.setProperty(PROPERTY, url);
            return Map.of("gateway.callers.issuer", url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What it says of itself from now on.
     *
     * @param url its name
     * @param keys where its keys are, without the path
     */
    public void isKnownAs(String url, String keys) {
        // Encoded here: the server's threads have the class loader of another run of Quarkus, with which Vert.x' JSON
        // fails.
        about.set(new JsonObject()
                .put("issuer", url)
                .put("jwks_uri", keys + "/keys")
                .put("authorization_endpoint", url + "/authorize")
                .put("token_endpoint", url + "/token")
                .encode());
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject jwk(RSAPublicKey key) {
        return new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", "one")
                .put("n", unsigned(key.getModulus()))
                .put("e", unsigned(key.getPublicExponent()));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String token(HttpExchange exchange, KeyPair keys) throws IOException {
        String head = part("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"one\"}".getBytes(StandardCharsets.UTF_8));
        String signed = head + "." + part(exchange.getRequestBody().readAllBytes());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + part(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
