package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/** v3: an input's {@code type} is a name such as {@code contact_to_company}, or a type id (EXAMPLES 24). */
final class NamedForm implements AssociationForm {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final AssociationTypes types;
    private final ObjectType from;
    private final ObjectType to;

    NamedForm(AssociationTypes types, ObjectType from, ObjectType to) {
        this.types = types;
        this.from = from;
        this.to = to;
    }

    @Override
    public boolean isWellNamed(InputBody input) {
        String type = input.text("type");
        return NUMBER.matcher(type).matches() || (type.contains("_to_") && !type.startsWith("unknown"));
    }

    @Override
    public List<AssociationLabel> labels(InputBody input) {
        String type = input.text("type");
        int typeId = NUMBER.matcher(type).matches() ? Integer.parseInt(type) : types.defaultId(from, to);
        return List.of(new AssociationLabel(AssociationLabel.HUBSPOT_DEFINED, typeId));
    }

    @Override
    public List<JsonObject> results(InputBody input) {
        String fromId = input.idIn("from");
        String toId = input.idIn("to");
        String type = input.text("type");
        return List.of(result(toId, fromId, reverse(type)), result(fromId, toId, type));
    }

    /** The name of the kind of association that a read shows. */
    static String name(ObjectType from, ObjectType to) {
        return from.singular() + "_to_" + to.singular();
    }

    private String reverse(String type) {
        if (NUMBER.matcher(type).matches()) {
            AssociationLabel label = new AssociationLabel(AssociationLabel.HUBSPOT_DEFINED, Integer.parseInt(type));
            return Integer.toString(types.reverse(label, from, to).typeId());
        }
        String forward = name(from, to);
        String suffix = type.startsWith(forward) ? type.substring(forward.length()) : "";
        return name(to, from) + suffix;
    }

    private static JsonObject result(String fromId, String toId, String type) {
        return new JsonObject()
                .put("from", AssociationForm.end(fromId))
                .put("to", AssociationForm.end(toId))
                .put("type", type);
    }
}
