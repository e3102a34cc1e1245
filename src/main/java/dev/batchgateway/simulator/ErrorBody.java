package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** HubSpot's error bodies: those of a refused call (API-FACTS 3.2) and those inside a 207 (EXAMPLES 1). */
final class ErrorBody {
    private final Supplier<UUID> correlationIds;

    ErrorBody(Supplier<UUID> correlationIds) {
        this.correlationIds = correlationIds;
    }

    /** The body of a refused call; {@code category} empty where HubSpot sends none. */
    JsonObject ofCall(String message, String category) {
        JsonObject body = new JsonObject()
                .put("status", "error")
                .put("message", message)
                .put("correlationId", correlationIds.get().toString());
        return category.isEmpty() ? body : body.put("category", category);
    }

    JsonObject ofCall(String message, String category, JsonObject context) {
        return ofCall(message, category).put("context", context);
    }

    /** An entry of {@code errors} in a batch answer. */
    static JsonObject entry(String category, String message, JsonObject context) {
        return new JsonObject()
                .put("status", "error")
                .put("category", category)
                .put("message", message)
                .put("context", context);
    }

    static JsonObject entry(String category, String subCategory, String message, JsonObject context) {
        return entry(category, message, context).put("subCategory", subCategory);
    }

    /** A context: every value is a list of texts. */
    static JsonObject context(String key, Collection<String> values) {
        return new JsonObject().put(key, new JsonArray(List.copyOf(values)));
    }

    /** EXAMPLES 38. */
    JsonObject unauthenticated() {
        return ofCall(
                "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find"
                        + " more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
                "INVALID_AUTHENTICATION");
    }

    /** EXAMPLES 39. */
    JsonObject missingScopes(List<String> scopes) {
        JsonObject detail = new JsonObject()
                .put("message", "One or more of the following scopes are required.")
                .put("context", context("requiredGranularScopes", scopes));
        return ofCall(MissingScopes.MESSAGE, MissingScopes.CATEGORY)
                .put("errors", new JsonArray().add(detail))
                .put("links", new JsonObject().put("scopes", "https://developers.hubspot.com/scopes"));
    }

    /** The two texts that a refused call and an entry of a 207 share. */
    static final class MissingScopes {
        static final String CATEGORY = "MISSING_SCOPES";
        static final String MESSAGE = "This app hasn't been granted all required scopes to make this call. Read more"
                + " about required scopes here: https://developers.hubspot.com/scopes.";

        private MissingScopes() {}
    }

    /** API-FACTS 2.5, EXAMPLES 35 to 37. */
    JsonObject throttled(ThrottlePolicy policy) {
        return switch (policy) {
            case TEN_SECONDLY ->
                rateLimit("ten_secondly_rolling limit", "TEN_SECONDLY_ROLLING")
                        .put("groupName", "publicapi:private_app-api-calls-ten-secondly:1512050:26892217");
            case DAILY ->
                rateLimit("daily limit", "DAILY")
                        .put("requestId", correlationIds.get().toString());
            case SECONDLY -> ofCall("You have reached your secondly limit.", "RATE_LIMITS");
            case UNKNOWN -> rateLimit("hourly_fixed limit", "HOURLY_FIXED");
        };
    }

    private JsonObject rateLimit(String limit, String policyName) {
        return ofCall("You have reached your " + limit + ".", "")
                .put("errorType", "RATE_LIMIT")
                .put("policyName", policyName);
    }
}
