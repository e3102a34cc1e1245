package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;

/** What kind of association, in one direction: {@code HUBSPOT_DEFINED} 279 is contact to company. */
record AssociationLabel(String category, int typeId) {
    static final String HUBSPOT_DEFINED = "HUBSPOT_DEFINED";

    /** Reads an element of the list {@code "types"}; a field that is missing or no number becomes empty or 0. */
    static AssociationLabel of(JsonObject type) {
        Object id = type.getValue("associationTypeId");
        Object category = type.getValue("associationCategory");
        return new AssociationLabel(
                category == null ? "" : category.toString(), id instanceof Number number ? number.intValue() : 0);
    }

    /** As error contexts print it: {@code USER_DEFINED=3} (EXAMPLES 29). */
    String printed() {
        return category + "=" + typeId;
    }
}
