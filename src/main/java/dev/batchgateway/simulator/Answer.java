package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A status and a JSON body, or none, as after 204. */
record Answer(int status, Optional<JsonObject> body) {

    static Answer of(int status, JsonObject body) {
        return new Answer(status, Optional.of(body));
    }

    static Answer empty(int status) {
        return new Answer(status, Optional.empty());
    }
}
