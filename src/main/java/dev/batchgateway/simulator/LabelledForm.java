package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** v4 and dated: an input lists {@code types}; results have ids, type ids and labels side by side (API-FACTS 1.5). */
final class LabelledForm implements AssociationForm {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final AssociationTypes types;
    private final ObjectType from;
    private final ObjectType to;
    private final boolean idsAsNumbers;

    LabelledForm(AssociationTypes types, ObjectType from, ObjectType to, boolean idsAsNumbers) {
        this.types = types;
        this.from = from;
        this.to = to;
        this.idsAsNumbers = idsAsNumbers;
    }

    @Override
    public List<AssociationLabel> labels(InputBody input) {
        return AssociationLabels.of(input.fields());
    }

    @Override
    public List<JsonObject> results(InputBody input) {
        List<AssociationLabel> forward = labels(input);
        List<AssociationLabel> reverse =
                forward.stream().map(label -> types.reverse(label, from, to)).toList();
        String fromId = input.idIn("from");
        String toId = input.idIn("to");
        return List.of(result(to, toId, from, fromId, reverse), result(from, fromId, to, toId, forward));
    }

    private JsonObject result(
            ObjectType from, String fromId, ObjectType to, String toId, List<AssociationLabel> labels) {
        JsonArray names = new JsonArray();
        labels.stream().flatMap(label -> name(label).stream()).forEach(names::add);
        return new JsonObject()
                .put("fromObjectTypeId", from.typeId())
                .put("fromObjectId", id(fromId, idsAsNumbers))
                .put("toObjectTypeId", to.typeId())
                .put("toObjectId", id(toId, idsAsNumbers))
                .put("labels", names);
    }

    /** A number where it can be one and is wanted, else the text. */
    static Object id(String id, boolean asNumber) {
        return asNumber && NUMBER.matcher(id).matches() ? (Object) Long.valueOf(id) : id;
    }

    /** The name of a user-defined label, made up from its number; HubSpot's own kinds have none. */
    static Optional<String> name(AssociationLabel label) {
        return label.category().equals(AssociationLabel.HUBSPOT_DEFINED)
                ? Optional.empty()
                : Optional.of("Label " + label.typeId());
    }
}
