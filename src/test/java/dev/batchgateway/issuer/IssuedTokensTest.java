package dev.batchgateway.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.batchgateway.access.Denial;
import dev.batchgateway.testing.ManualClock;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are let in: those that the issuer signed, for this gateway, for now. */
class IssuedTokensTest {
    private static final Signer ONE = Signer.of("one", "RS256");
    private static final Verdict KNOWN = new Verdict.Known("service-a");
    private static final Verdict WRONG = new Verdict.Denied(Denial.UNKNOWN_CREDENTIALS);
    private static final Verdict NO_ROLE = new Verdict.Denied(Denial.NO_ROLE);
    private static final Verdict OUT_OF_REACH = new Verdict.Denied(Denial.ISSUER_OUT_OF_REACH);
    private static final TokenRules RULES = new TokenRules(Signer.AUDIENCE, "batches", "groups");
    private static final long NOW = Signer.NOW.getEpochSecond();
    private static final long PATIENCE_SECONDS = 20;

    private final ManualClock clock = new ManualClock();
    private final Asked issuer = new Asked();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void everyWayToSignWithAPrivateKeyIsTaken(String algorithm) {
        Signer signer = Signer.of("a", algorithm);
        IssuedTokens tokens = tokens(RULES, signer);

        assertEquals(KNOWN, judged(tokens, signer.token(Signer.claims())));
        assertEquals(WRONG, judged(tokens, Signer.of("a", algorithm).token(Signer.claims())));
    }

    /** The public key is no secret: whoever signs with it by HMAC is a stranger. */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void thePublicKeyIsNoSecretToSignWith(String algorithm) throws JoseException {
        byte[] der = ONE.key().getKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";

        IssuedTokens tokens = tokens(RULES, ONE);
        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.UTF_8))) {
            assertEquals(WRONG, judged(tokens, byHmac(algorithm, secret, "one")));
        }
        assertEquals(1, issuer.count());
    }

    /** Nor is a secret that an issuer tells by mistake. */
    @Test
    void aSecretAmongTheKeysIsNotUsed() throws JoseException {
        byte[] secret = "a secret of thirty-two bytes, all".getBytes(StandardCharsets.UTF_8);
        String oct = "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\"}";
        KeySet keys = KeySet.of(Signer.ISSUER, Signer.told(ONE).replace("[{", "[" + oct + ",{"));

        assertEquals(WRONG, judged(tokens(RULES, keys), byHmac("HS256", secret, "s")));
        assertEquals(KNOWN, judged(tokens(RULES, keys), ONE.token(Signer.claims())));
    }

    static Stream<String> strangers() {
        String signed = ONE.token(Signer.claims());
        String payload = part(JsonUtil.toJson(Signer.claims()));
        return Stream.of(
                "",
                "stranger",
                "pat-na1-12345678-1234-1234-1234-123456789012",
                "a.b.c",
                "..",
                part("[]") + "." + payload + ".c2ln",
                part("{") + "." + payload + ".c2ln",
                part("{\"alg\":7}") + "." + payload + ".c2ln",
                part("{\"alg\":\"RS256\",\"kid\":7}") + "." + payload + ".c2ln",
                part("{\"alg\":\"RS256\",\"x5t\":[]}") + "." + payload + ".c2ln",
                part("{\"alg\":\"RS256\",\"crit\":[7]}") + "." + payload + ".c2ln",
                part("{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}") + "." + payload + ".c2ln",
                part("{\"alg\":\"RS256\",\"b64\":\"no\"}") + "." + payload + ".c2ln",
                "A." + payload + ".c2ln",
                part("{\"alg\":\"none\"}") + "." + payload + ".",
                part("{\"alg\":\"none\"}") + "." + payload + ".c2ln",
                part("{\"alg\":\"None\",\"kid\":\"one\"}") + "." + payload + ".c2ln",
                part("{\"kid\":\"one\"}") + "." + payload + ".c2ln",
                part("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}") + ".a.b.c.d",
                signed + ".x",
                signed + "=",
                signed.substring(0, signed.lastIndexOf('.') + 1));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whatIsNoSignedTokenIsTurnedAwayAndTheIssuerIsNotAsked(String text) {
        IssuedTokens tokens = new IssuedTokens(new IssuerKeys(issuer, clock), RULES, () -> Signer.NOW);

        assertEquals(WRONG, tokens.judge(text).await().atMost(Duration.ofSeconds(5)));
        assertEquals(0, issuer.count());
    }

    @Test
    void whatWasChangedOrSignedBySomebodyElseIsTurnedAway() {
        String[] parts = ONE.token(Signer.claims()).split("\\.", -1);
        Map<String, Object> other = Signer.claims();
        other.put("sub", "admin");
        IssuedTokens tokens = tokens(RULES, ONE);

        assertEquals(WRONG, judged(tokens, parts[0] + "." + part(JsonUtil.toJson(other)) + "." + parts[2]));
        assertEquals(WRONG, judged(tokens, Signer.of("one", "RS256").token(Signer.claims())));
        assertEquals(WRONG, judged(tokens, Signer.of("one", "ES256").token(Signer.claims())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void aSignatureOfAnyLengthIsJudged(String algorithm) {
        Signer signer = Signer.of("a", algorithm);
        KeySet keys = Signer.keys(signer);
        String token = signer.token(Signer.claims());
        int begin = token.lastIndexOf('.') + 1;

        for (int length = 1; length < token.length() - begin; length++) {
            SignedToken cut =
                    SignedToken.read(token.substring(0, begin + length)).orElseThrow();
            assertEquals(Optional.of(WRONG), keys.judge(cut, RULES, Signer.NOW));
        }
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                arguments("exp", NOW - 9, KNOWN),
                arguments("exp", NOW - 10, WRONG),
                arguments("exp", Long.MIN_VALUE, WRONG),
                arguments("exp", Long.MAX_VALUE, KNOWN),
                arguments("exp", "tomorrow", WRONG),
                arguments("exp", null, WRONG),
                arguments("nbf", NOW + 10, KNOWN),
                arguments("nbf", NOW + 11, WRONG),
                arguments("nbf", "now", WRONG),
                arguments("iat", NOW + 10, KNOWN),
                arguments("iat", NOW + 11, WRONG),
                arguments("iat", null, KNOWN),
                arguments("iss", "https://issuer.example", WRONG),
                arguments("iss", Signer.ISSUER + "/", WRONG),
                arguments("iss", List.of(Signer.ISSUER), WRONG),
                arguments("iss", null, WRONG),
                arguments("aud", List.of("a", Signer.AUDIENCE), KNOWN),
                arguments("aud", List.of("a", "b"), WRONG),
                arguments("aud", "hubspot-batch-gateway-2", WRONG),
                arguments("aud", 7, WRONG),
                arguments("aud", null, WRONG),
                arguments("sub", " ", WRONG),
                arguments("sub", 7, WRONG),
                arguments("sub", null, WRONG),
                arguments("groups", "others batches", KNOWN),
                arguments("groups", "batches-2", NO_ROLE),
                arguments("groups", List.<Object>of("others", 7), NO_ROLE),
                arguments("groups", Map.of("batches", true), NO_ROLE),
                arguments("groups", null, NO_ROLE));
    }

    /** Ten seconds the two clocks may be apart. */
    @ParameterizedTest
    @MethodSource("claims")
    void everyClaimIsLookedAt(String name, @Nullable Object value, Verdict verdict) {
        Map<String, Object> claims = Signer.claims();
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }

        assertEquals(verdict, judged(tokens(RULES, ONE), ONE.token(claims)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "no JSON", "{\"iss\":"})
    void aTokenThatSaysNothingIsTurnedAway(String payload) {
        assertEquals(WRONG, judged(tokens(RULES, ONE), ONE.token(payload)));
    }

    @Test
    void noAudienceAndNoRoleAreAskedForWhereNoneAreWanted() {
        Map<String, Object> claims = Signer.claims();
        claims.remove("aud");
        claims.remove("groups");

        assertEquals(KNOWN, judged(tokens(new TokenRules(null, null, "groups"), ONE), ONE.token(claims)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"roles", "realm_access/roles", "https://example.com/roles", "scope"})
    void rolesAreWhereTheyAreSaidToBe(String claim) {
        Map<String, Object> claims = Signer.claims();
        claims.remove("groups");
        claims.put("roles", List.of("batches"));
        claims.put("realm_access", Map.of("roles", List.of("batches")));
        claims.put("https://example.com/roles", List.of("batches"));
        claims.put("scope", "openid batches");
        String token = ONE.token(claims);

        assertEquals(KNOWN, judged(tokens(new TokenRules(null, "batches", claim), ONE), token));
        assertEquals(NO_ROLE, judged(tokens(new TokenRules(null, "others", claim), ONE), token));
        assertEquals(NO_ROLE, judged(tokens(new TokenRules(null, "batches", claim + "/x"), ONE), token));
    }

    @Test
    void aTokenThatDoesNotNameItsKeyIsTriedWithEach() {
        Signer unnamed = Signer.of(null, "RS256");

        assertEquals(KNOWN, judged(tokens(RULES, ONE, unnamed), unnamed.token(Signer.claims())));
    }

    @Test
    void theKeyOfAnotherAlgorithmIsNotTried() {
        Signer signer = Signer.of("a", "PS256");
        signer.key().setAlgorithm("RS256");

        IssuedTokens tokens = tokens(RULES, signer);

        assertEquals(WRONG, judged(tokens, signer.token(Signer.claims())));
    }

    @Test
    void keysComeAndGo() {
        Signer two = Signer.of("two", "RS256");
        IssuedTokens tokens = tokens(RULES, ONE);
        assertEquals(WRONG, judged(tokens, two.token(Signer.claims())));
        clock.advance(Duration.ofMinutes(1));

        CompletableFuture<Verdict> waiting = asked(tokens, two.token(Signer.claims()));
        CompletableFuture<Verdict> served = asked(tokens, ONE.token(Signer.claims()));

        assertEquals(KNOWN, got(served));
        assertFalse(waiting.isDone());
        issuer.answer(Signer.keys(two));
        assertEquals(KNOWN, got(waiting));
        assertEquals(WRONG, judged(tokens, ONE.token(Signer.claims())));
        assertEquals(2, issuer.count());
    }

    @Test
    void whileTheIssuerIsOutOfReachKnownKeysServeAndOthersWait() {
        Signer two = Signer.of("two", "RS256");
        IssuedTokens tokens = tokens(RULES, ONE);
        clock.advance(Duration.ofMinutes(1));

        CompletableFuture<Verdict> other = asked(tokens, two.token(Signer.claims()));
        issuer.fail("refused");

        assertEquals(OUT_OF_REACH, got(other));
        assertEquals(OUT_OF_REACH, judged(tokens, two.token(Signer.claims())));
        assertEquals(KNOWN, judged(tokens, ONE.token(Signer.claims())));
        assertEquals(WRONG, judged(tokens, Signer.of("one", "RS256").token(Signer.claims())));
    }

    @Test
    void theKeysAreThereBeforeTheFirstCaller() {
        IssuedTokens tokens = new IssuedTokens(new IssuerKeys(issuer, clock), RULES, () -> Signer.NOW);

        tokens.prepare();
        issuer.answer(Signer.keys(ONE));
        tokens.prepare();

        assertEquals(KNOWN, judged(tokens, ONE.token(Signer.claims())));
        assertEquals(1, issuer.count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"YQ\"}]}", "<html>"})
    void keysThatAreNoneAreRefused(String json) {
        assertThrows(IllegalArgumentException.class, () -> KeySet.of(Signer.ISSUER, json));
    }

    @Test
    void moreKeysThanAnyIssuerHasAreRefused() {
        Signer[] many = Stream.generate(() -> ONE).limit(65).toArray(Signer[]::new);

        String told = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Signer.keys(many))
                .getMessage());

        assertTrue(told.contains("65"), told);
    }

    private IssuedTokens tokens(TokenRules rules, Signer... signers) {
        return tokens(rules, Signer.keys(signers));
    }

    private IssuedTokens tokens(TokenRules rules, KeySet known) {
        IssuedTokens tokens = new IssuedTokens(new IssuerKeys(issuer, clock), rules, () -> Signer.NOW);
        tokens.prepare();
        issuer.answer(known);
        return tokens;
    }

    private Verdict judged(IssuedTokens tokens, String token) {
        return got(asked(tokens, token));
    }

    /** On an event loop, as a request would be; it is asked when this comes back. */
    private CompletableFuture<Verdict> asked(IssuedTokens tokens, String token) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        CompletableFuture<Boolean> isAsked = new CompletableFuture<>();
        vertx.runOnContext(v -> {
            tokens.judge(token).subscribe().with(verdict::complete, verdict::completeExceptionally);
            isAsked.complete(true);
        });
        assertTrue(isAsked.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        return verdict;
    }

    private static Verdict got(CompletableFuture<Verdict> verdict) {
        return verdict.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static String byHmac(String algorithm, byte[] secret, String name) throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(algorithm);
        token.setKeyIdHeaderValue(name);
        token.setPayload(JsonUtil.toJson(Signer.claims()));
        token.setDoKeyValidation(false);
        token.setKey(new HmacKey(secret));
        return token.getCompactSerialization();
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
