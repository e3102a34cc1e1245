package dev.batchgateway.issuer;

import dev.batchgateway.access.Denial;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;

/**
 * What a token must say, beside being signed by the issuer.
 *
 * @param audience one of those it is for; null when that is not looked at
 * @param role what whoever has it must have; null for none
 * @param roleClaim where roles are: the name of a claim, or names parted by {@code /} that lead to it
 */
public record TokenRules(
        @Nullable String audience, @Nullable String role, String roleClaim) {
    /** How far the issuer's clock and ours may be apart: for {@code exp}, {@code nbf} and {@code iat} alike. */
    static final Duration LEEWAY = Duration.ofSeconds(10);

    private static final Verdict.Denied WRONG = new Verdict.Denied(Denial.UNKNOWN_CREDENTIALS);
    private static final Verdict.Denied NO_ROLE = new Verdict.Denied(Denial.NO_ROLE);

    /**
     * Judges a token whose signature is good.
     *
     * @param issuer whose it must be
     */
    Verdict judge(JwtClaims claims, String issuer, Instant now) {
        try {
            String subject = claims.getSubject();
            if (subject == null || subject.isBlank() || !isMeantForUs(claims, issuer) || !isValid(claims, now)) {
                return WRONG;
            }
            return role == null || roles(claims).contains(role) ? new Verdict.Known(subject) : NO_ROLE;
        } catch (MalformedClaimException e) {
            return WRONG;
        }
    }

    private boolean isMeantForUs(JwtClaims claims, String issuer) throws MalformedClaimException {
        return issuer.equals(claims.getIssuer())
                && (audience == null || claims.getAudience().contains(audience));
    }

    private static boolean isValid(JwtClaims claims, Instant now) throws MalformedClaimException {
        NumericDate end = claims.getExpirationTime();
        return end != null
                && end.getValue() > now.minus(LEEWAY).getEpochSecond()
                && isPast(claims.getNotBefore(), now)
                && isPast(claims.getIssuedAt(), now);
    }

    private static boolean isPast(@Nullable NumericDate time, Instant now) {
        return time == null || time.getValue() <= now.plus(LEEWAY).getEpochSecond();
    }

    /** A list of texts, or one text with blanks between them, as that of {@code scope}. */
    private Collection<?> roles(JwtClaims claims) {
        Object found = found(claims.getClaimsMap());
        if (found instanceof String text) {
            return List.of(text.split(" ", -1));
        }
        return found instanceof Collection<?> several ? several : List.of();
    }

    /** A name that holds slashes itself, as an address does, is tried first. */
    private @Nullable Object found(Map<String, Object> claims) {
        if (claims.containsKey(roleClaim)) {
            return claims.get(roleClaim);
        }
        Object found = claims;
        for (String name : roleClaim.split("/", -1)) {
            found = found instanceof Map<?, ?> members ? members.get(name) : null;
        }
        return found;
    }
}
