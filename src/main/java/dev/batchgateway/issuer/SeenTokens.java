package dev.batchgateway.issuer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;

/**
 * What the tokens say whose signatures were found good, by the tokens' digests: callers show one token many times. At
 * most a thousand, those that were shown last. Thread-safe; nobody changes the claims.
 */
final class SeenTokens {
    static final int MOST = 1_000;

    private final Map<String, JwtClaims> claims = new LinkedHashMap<>(16, 0.75f, true);

    /** What the token says, if it was seen. */
    synchronized Optional<JwtClaims> find(String digest) {
        return Optional.ofNullable(claims.get(digest));
    }

    /** Its signature is good. */
    synchronized void add(String digest, JwtClaims said) {
        claims.put(digest, said);
        if (claims.size() > MOST) {
            claims.remove(claims.keySet().iterator().next());
        }
    }
}
