package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** How one version of the API writes associations: what an input says, and what its two results look like. */
interface AssociationForm {
    /** The kinds of association an input asks for; none if it names none. */
    List<AssociationLabel> labels(InputBody input);

    /** Whether the input's name for the kind can be one at all; only v3 has such names. */
    default boolean isWellNamed(InputBody input) {
        return true;
    }

    /** The results of one input: the reverse direction first (API-FACTS 1.6, EXAMPLES 24 and 26). */
    List<JsonObject> results(InputBody input);

    /** {@code {"id": …}}. */
    static JsonObject end(String id) {
        return new JsonObject().put("id", id);
    }
}
