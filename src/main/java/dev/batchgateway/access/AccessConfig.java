package dev.batchgateway.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose token HubSpot is called with, and how callers show who they are.
 *
 * @param accessToken HubSpot's token that the gateway holds; null when callers bring their own. Never to be logged
 * @param keys of callers
 * @param hasIssuer whether tokens of an OpenID Connect issuer are taken
 * @param isAudienceAsked whether those must name an audience
 * @param role what they must have; null for none
 */
public record AccessConfig(
        @Nullable String accessToken,
        CallerKeys keys,
        boolean hasIssuer,
        boolean isAudienceAsked,
        @Nullable String role) {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    /** Refuses what would open the gateway, or mixes the two ways, with a sentence that names the key. */
    public AccessConfig {
        if (accessToken == null) {
            refuse(!keys.isEmpty(), notBoth("gateway.callers.keys"));
            refuse(hasIssuer, notBoth("quarkus.oidc.tenant-enabled"));
            refuse(role != null, notBoth("gateway.callers.role"));
        } else {
            refuse(
                    !TOKEN.matcher(accessToken).matches(),
                    "gateway.hubspot.access-token must be HubSpot's token alone, without Bearer and without blanks");
            refuse(
                    keys.isEmpty() && !hasIssuer,
                    "gateway.hubspot.access-token is set, and neither gateway.callers.keys nor"
                            + " quarkus.oidc.tenant-enabled is: whoever reaches the gateway could use that token");
            refuse(
                    role != null && !hasIssuer,
                    "gateway.callers.role is set, and quarkus.oidc.tenant-enabled is not: a key has no roles");
            refuse(
                    hasIssuer && !isAudienceAsked && role == null,
                    "quarkus.oidc.tenant-enabled is set, and neither quarkus.oidc.token.audience (other than any) nor"
                            + " gateway.callers.role is: every token of that issuer would be let in, whatever it is for");
        }
    }

    /** Whether {@code quarkus.oidc.token.audience} asks for one: {@code any} makes Quarkus look at none. */
    public static boolean isAudience(String value) {
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
