package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Why one input of a write is refused. */
sealed interface Problem {

    /** Values or names of properties are wrong; never empty. */
    record Properties(List<PropertyProblem> problems) implements Problem {}

    /** Another record has one of the unique values; its id, unless it is another input of the same call. */
    record Conflict(ObjectType type, Optional<String> existingId) implements Problem {}

    /** The token may not write one of the properties. */
    record Scopes(List<String> scopes) implements Problem {}

    /** An association of a new record is wrong (EXAMPLES 29, 30). */
    record Associations(JsonObject context) implements Problem {}

    /** A script said so. */
    record Scripted(Fault.RefuseInputs fault) implements Problem {}
}
