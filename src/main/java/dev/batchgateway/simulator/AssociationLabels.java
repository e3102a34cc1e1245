package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Which kinds of association do not exist, and what is said of them (EXAMPLES 29). */
final class AssociationLabels {
    private final SimulatorSettings settings;

    AssociationLabels(SimulatorSettings settings) {
        this.settings = settings;
    }

    /** The elements of a {@code types} list. */
    static List<AssociationLabel> of(JsonObject holder) {
        return holder.getValue("types") instanceof JsonArray types
                ? types.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(type -> AssociationLabel.of((JsonObject) type))
                        .toList()
                : List.of();
    }

    /** The context of the refusal, if one of the kinds does not exist. */
    Optional<JsonObject> check(List<AssociationLabel> labels) {
        return labels.stream().filter(label -> !exists(label)).findFirst().map(label -> invalid(label.printed()));
    }

    static JsonObject invalid(String printed) {
        return ErrorBody.context("associationSpec", List.of(printed))
                .mergeIn(ErrorBody.context(
                        "INVALID_ASSOCIATION_TYPE_ID", List.of(printed + " is not a valid association definition id")));
    }

    private boolean exists(AssociationLabel label) {
        return label.typeId() > 0
                && !Integer.toString(label.typeId()).startsWith("99")
                && !settings.get(Behaviour.INVALID_ASSOCIATION_TYPES).contains(label.printed());
    }
}
