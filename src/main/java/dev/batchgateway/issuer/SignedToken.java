package dev.batchgateway.issuer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * What a caller shows, once it is known to be a JWT that says it is signed by somebody with a private key. Nothing that
 * it says has been checked. Belongs to one thread.
 */
final class SignedToken {
    /**
     * By a private key, and judged by a public one: neither {@code none} nor HMAC, for which the public key would be the
     * secret.
     */
    private static final List<String> ALGORITHMS = List.of(
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
            AlgorithmIdentifiers.EDDSA);

    /** By what a token names its key. */
    private static final List<String> TEXTS = List.of("kid", "x5t", "x5t#S256");

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final String text;
    private final JsonWebSignature signature;

    private SignedToken(String text, JsonWebSignature signature) {
        this.text = text;
        this.signature = signature;
    }

    /** What {@code text} is; empty when it is something else. */
    static Optional<SignedToken> read(String text) {
        try {
            if (!COMPACT.matcher(text).matches() || !isUnderstood(head(text))) {
                return Optional.empty();
            }
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(
                    new AlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS.toArray(String[]::new)));
            signature.setCompactSerialization(text);
            return Optional.of(new SignedToken(text, signature));
        } catch (JoseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> head(String text) throws JoseException {
        byte[] json = Base64.getUrlDecoder().decode(text.substring(0, text.indexOf('.')));
        return JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8));
    }

    /** Before jose4j looks at it, which takes for granted that these are texts. No JWT has what must be understood. */
    private static boolean isUnderstood(Map<String, Object> head) {
        return head.get("alg") instanceof String algorithm
                && ALGORITHMS.contains(algorithm)
                && TEXTS.stream().allMatch(name -> !head.containsKey(name) || head.get(name) instanceof String)
                && !head.containsKey("crit")
                && !head.containsKey("b64");
    }

    /**
     * Those of {@code keys} that may have signed it, by their kind, by what it says of its key, and by what they say of
     * their algorithm, which jose4j looks at only when there are several.
     */
    List<JsonWebKey> candidates(List<JsonWebKey> keys) {
        String algorithm = signature.getAlgorithmHeaderValue();
        try {
            return new VerificationJwkSelector()
                    .selectList(signature, keys).stream()
                            .filter(key -> key.getAlgorithm() == null
                                    || key.getAlgorithm().equals(algorithm))
                            .toList();
        } catch (JoseException e) {
            return List.of();
        }
    }

    /** SHA-256 of all of it: another token has another. */
    String digest() {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Whether it says which key has signed it. */
    boolean namesItsKey() {
        return signature.getKeyIdHeaderValue() != null;
    }

    /** Whether the private half of {@code key} has signed it. */
    boolean isSignedBy(JsonWebKey key) {
        try {
            signature.setKey(key.getKey());
            return signature.verifySignature();
        } catch (JoseException | IndexOutOfBoundsException e) {
            // The latter for a signature that is shorter than any.
            return false;
        }
    }

    /** What it says; only to be asked when it is signed by somebody who may say so. Empty when it is no JSON object. */
    Optional<JwtClaims> claims() {
        try {
            return Optional.of(JwtClaims.parse(signature.getPayload()));
        } catch (JoseException | InvalidJwtException e) {
            return Optional.empty();
        }
    }
}
