package dev.batchgateway.issuer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Who has a private key, and signs with it whatever it is asked to. */
final class Signer {
    /** The issuer's name. */
    static final String ISSUER = "https://issuer.example/realms/internal";

    /** Whom tokens are for. */
    static final String AUDIENCE = "hubspot-batch-gateway";

    /** When they are. */
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final PublicJsonWebKey key;
    private final String algorithm;

    private Signer(PublicJsonWebKey key, @Nullable String name, String algorithm) {
        this.key = key;
        this.algorithm = algorithm;
        if (name != null) {
            key.setKeyId(name);
        }
    }

    /**
     * With a new key.
     *
     * @param name the key's; null for none
     * @param algorithm as JWS names it, which says what kind of key it is
     */
    static Signer of(@Nullable String name, String algorithm) {
        try {
            PublicJsonWebKey key =
                    switch (algorithm) {
                        case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
                        case "ES384" -> EcJwkGenerator.generateJwk(EllipticCurves.P384);
                        case "ES512" -> EcJwkGenerator.generateJwk(EllipticCurves.P521);
                        case "EdDSA" -> OkpJwkGenerator.generateJwk("Ed25519");
                        default -> RsaJwkGenerator.generateJwk(2_048);
                    };
            return new Signer(key, name, algorithm);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims of a token that is let in, for five minutes. */
    static Map<String, Object> claims() {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", "service-a");
        claims.put("aud", AUDIENCE);
        claims.put("groups", List.of("batches"));
        claims.put("iat", NOW.getEpochSecond());
        claims.put("exp", NOW.plusSeconds(300).getEpochSecond());
        return claims;
    }

    /** What an issuer with these keys tells of them. */
    static String told(Signer... signers) {
        return new JsonWebKeySet(Stream.of(signers)
                        .map(signer -> (JsonWebKey) signer.key)
                        .toList())
                .toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** The same, read. */
    static KeySet keys(Signer... signers) {
        return KeySet.of(ISSUER, told(signers));
    }

    /** The half that everybody may know. */
    PublicJsonWebKey key() {
        return key;
    }

    /** A token with these claims. */
    String token(Map<String, Object> claims) {
        return token(JsonUtil.toJson(claims));
    }

    /** A token that says this. */
    String token(String payload) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(algorithm);
        if (key.getKeyId() != null) {
            token.setKeyIdHeaderValue(key.getKeyId());
        }
        token.setPayload(payload);
        token.setKey(key.getPrivateKey());
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
