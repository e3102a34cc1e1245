package dev.batchgateway.access;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose token HubSpot is called with, and how callers show who they are.
 *
 * @param accessToken HubSpot's token that the gateway holds; null when callers bring their own. Never to be logged
 * @param keys of callers
 * @param issuer address of the OpenID Connect issuer whose tokens are taken; null for none
 * @param audience whom those must be for, {@code any} when that is not looked at; null when it is not set
 * @param role what they must have; null for none
 * @param roleClaim where in them roles are; null when it is not set
 */
public record AccessConfig(
        @Nullable String accessToken,
        CallerKeys keys,
        @Nullable URI issuer,
        @Nullable String audience,
        @Nullable String role,
        @Nullable String roleClaim) {
    private static final String USUAL_ROLE_CLAIM = "groups";
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Refuses what would open the gateway, or mixes the two ways, with a sentence that names the key. */
    public AccessConfig {
        if (accessToken == null) {
            refuse(!keys.isEmpty(), notBoth("gateway.callers.keys"));
            refuse(issuer != null, notBoth("gateway.callers.issuer"));
            refuse(audience != null, notBoth("gateway.callers.audience"));
            refuse(role != null, notBoth("gateway.callers.role"));
            refuse(roleClaim != null, notBoth("gateway.callers.role-claim"));
        } else {
            refuse(
                    !TOKEN.matcher(accessToken).matches(),
                    "gateway.hubspot.access-token must be HubSpot's token alone, without Bearer and without blanks");
            refuse(
                    keys.isEmpty() && issuer == null,
                    "gateway.hubspot.access-token is set, and neither gateway.callers.keys nor gateway.callers.issuer"
                            + " is: whoever reaches the gateway could use that token");
            refuse(
                    role != null && issuer == null,
                    "gateway.callers.role is set, and gateway.callers.issuer is not: a key has no roles");
            refuse(
                    audience != null && issuer == null,
                    "gateway.callers.audience is set, and gateway.callers.issuer is not: a key is for nobody else");
            refuse(
                    roleClaim != null && role == null,
                    "gateway.callers.role-claim is set, and gateway.callers.role is not: no role is asked for");
            refuseBlank(audience, "gateway.callers.audience");
            refuseBlank(role, "gateway.callers.role");
            refuseBlank(roleClaim, "gateway.callers.role-claim");
        }
        if (issuer != null) {
            refuseIssuer(issuer);
            refuse(
                    audience == null,
                    "gateway.callers.issuer is set, and gateway.callers.audience is not: every token of that issuer"
                            + " would be let in, whatever it is for");
            refuse(
                    audience != null && !isAudience(audience) && role == null,
                    "gateway.callers.audience is any, and gateway.callers.role is not set: every token of that issuer"
                            + " would be let in, whatever it is for");
        }
    }

    private static void refuseIssuer(URI issuer) {
        String scheme = issuer.getScheme();
        String host = issuer.getHost();
        refuse(
                scheme == null
                        || !SCHEMES.contains(scheme)
                        || host == null
                        || issuer.getRawUserInfo() != null
                        || issuer.getRawQuery() != null
                        || issuer.getRawFragment() != null,
                "gateway.callers.issuer must be https://, a host, and a path if it has one: no user, no query");
        refuse(
                "http".equals(scheme) && !LOOPBACK.matcher(String.valueOf(host)).matches(),
                "gateway.callers.issuer must be https, or on this machine's loopback: whoever is on the way could put keys"
                        + " of their own in the place of the issuer's, and tokens of their own would be let in");
    }

    /** Whom a token must be for; null when that is not looked at. */
    public @Nullable String askedAudience() {
        return audience == null || !isAudience(audience) ? null : audience.strip();
    }

    /** Where in an issuer's token roles are: a claim, or names parted by {@code /} that lead to one. */
    public String askedRoleClaim() {
        return roleClaim == null ? USUAL_ROLE_CLAIM : roleClaim;
    }

    /** One that is empty is not set, by MicroProfile Config; of blanks it is no name. */
    private static void refuseBlank(@Nullable String value, String key) {
        refuse(value != null && value.isBlank(), key + " is blank: set it, or take it away");
    }

    private static boolean isAudience(String value) {
        return !value.strip().equals("any");
    }

    private static String notBoth(String key) {
        return key + " is set, and gateway.hubspot.access-token is not: callers bring HubSpot's own tokens then, and"
                + " show nothing else";
    }

    private static void refuse(boolean isWrong, String sentence) {
        if (isWrong) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AccessConfig[" + (accessToken == null ? "callers' tokens" : "a token of its own") + "]";
    }
}
