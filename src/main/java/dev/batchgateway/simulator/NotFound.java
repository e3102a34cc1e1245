package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;

/** What HubSpot says of records that do not exist (EXAMPLES 15 and 22). */
final class NotFound {
    static final String CATEGORY = "OBJECT_NOT_FOUND";

    private NotFound() {}

    static JsonObject entry(ObjectType type, JsonObject context) {
        return ErrorBody.entry(CATEGORY, message(type), context);
    }

    static String message(ObjectType type) {
        return "Could not get some " + type.shouted()
                + " objects, they may be deleted or not exist. Check that ids are valid.";
    }
}
