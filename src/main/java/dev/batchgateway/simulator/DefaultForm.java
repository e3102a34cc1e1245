package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code associate/default}: inputs name no kind; results carry {@code associationSpec} (EXAMPLES 27). */
final class DefaultForm implements AssociationForm {
    private final AssociationTypes types;
    private final ObjectType from;
    private final ObjectType to;

    DefaultForm(AssociationTypes types, ObjectType from, ObjectType to) {
        this.types = types;
        this.from = from;
        this.to = to;
    }

    @Override
    public List<AssociationLabel> labels(InputBody input) {
        return List.of(new AssociationLabel(AssociationLabel.HUBSPOT_DEFINED, types.defaultId(from, to)));
    }

    @Override
    public List<JsonObject> results(InputBody input) {
        String fromId = input.idIn("from");
        String toId = input.idIn("to");
        return List.of(
                result(toId, fromId, types.defaultId(to, from)), result(fromId, toId, types.defaultId(from, to)));
    }

    private static JsonObject result(String fromId, String toId, int typeId) {
        return new JsonObject()
                .put("from", AssociationForm.end(fromId))
                .put("to", AssociationForm.end(toId))
                .put(
                        "associationSpec",
                        new JsonObject()
                                .put("associationCategory", AssociationLabel.HUBSPOT_DEFINED)
                                .put("associationTypeId", typeId));
    }
}
