package dev.batchgateway.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, by the {@code Authorization} header, and whether HubSpot would let them.
 *
 * @param digest eight hexadecimal digits that stand for the token; empty without one
 */
record Caller(Access access, String digest) {
    private static final String SCHEME = "bearer ";

    /** What a token opens. */
    enum Access {
        /** No token, or one nobody knows: 401. */
        UNKNOWN,
        /** A token without the scopes: 403. */
        NO_SCOPE,
        /** Everything. */
        FULL
    }

    static Caller of(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return new Caller(Access.UNKNOWN, "");
        }
        String token = authorization.substring(SCHEME.length()).trim();
        String digest = digest(token);
        if (token.isEmpty() || token.startsWith("bad")) {
            return new Caller(Access.UNKNOWN, digest);
        }
        return new Caller(token.startsWith("noscope") ? Access.NO_SCOPE : Access.FULL, digest);
    }

    private static String digest(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
