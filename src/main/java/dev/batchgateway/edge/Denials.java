package dev.batchgateway.edge;

import dev.batchgateway.access.Denial;

/** What callers are told who are not let in: 401 or 403 in HubSpot's shape, and RFC 6750's challenge beside it. */
final class Denials {
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final int RETRY_ISSUER_SECONDS = 5;

    private Denials() {}

    /**
     * The refusal.
     *
     * @param wanted what callers send here, such as "HubSpot's token"
     */
    static Refusal refusal(Denial why, String wanted) {
        return switch (why) {
            case NO_CREDENTIALS ->
                unauthorized("Authentication credentials not found: send " + wanted + " in the Authorization header")
                        .withHeader(CHALLENGE, "Bearer");
            case UNKNOWN_CREDENTIALS ->
                unauthorized("The gateway does not know these credentials: send " + wanted
                                + " in the Authorization header; nothing was sent")
                        .withHeader(CHALLENGE, "Bearer error=\"invalid_token\"");
            case NO_ROLE ->
                new Refusal(
                                403,
                                "MISSING_SCOPES",
                                "The token has not the role that this gateway asks for; nothing was sent")
                        .withHeader(CHALLENGE, "Bearer error=\"insufficient_scope\"");
            case ISSUER_OUT_OF_REACH ->
                new Refusal(
                                503,
                                "UNSENT",
                                "The token cannot be checked, because its issuer cannot be reached; nothing was sent, and"
                                        + " it is safe to send again")
                        .withHeader("Retry-After", String.valueOf(RETRY_ISSUER_SECONDS));
        };
    }

    private static Refusal unauthorized(String message) {
        return new Refusal(401, "INVALID_AUTHENTICATION", message);
    }
}
