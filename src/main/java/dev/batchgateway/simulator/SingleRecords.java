package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few paths beside the batch ones, simple forms of HubSpot's, so that forwarding can be tried. */
final class SingleRecords {
    private static final int USUAL_PAGE = 10;

    private final Account account;

    SingleRecords(Account account) {
        this.account = account;
    }

    /** {@code GET …/objects/{type}/{id}}; the text of its 404 is a guess. */
    Answer read(Call call, ObjectType type) {
        String id = call.route().names().get(1);
        return account.records()
                .find(type, id)
                .map(record -> Answer.of(200, account.results().of(record, type.usualProperties())))
                .orElseGet(() -> Answer.of(
                        404,
                        account.errors()
                                .ofCall("Object not found.  objectId are usually numeric.", NotFound.CATEGORY)));
    }

    /** {@code POST …/objects/{type}/search}: filters for equal values only, one page. */
    Answer search(Call call, ObjectType type) {
        JsonObject fields = call.body().fields();
        int limit = fields.getValue("limit") instanceof Number given ? given.intValue() : USUAL_PAGE;
        List<CrmRecord> found = account.records()
                .all(type)
                .filter(record -> matches(record, fields.getValue("filterGroups")))
                .toList();
        JsonArray results = new JsonArray();
        found.stream()
                .limit(limit)
                .map(record -> account.results().of(record, type.usualProperties()))
                .forEach(results::add);
        return Answer.of(200, new JsonObject().put("total", found.size()).put("results", results));
    }

    /** {@code GET …/properties/{type}}: the properties the simulator itself knows. */
    Answer properties(Call call, ObjectType type) {
        List<String> names = new ArrayList<>(type.usualProperties());
        names.addAll(List.of(type.createdProperty(), "hs_object_id", type.modifiedProperty()));
        JsonArray results = new JsonArray();
        names.forEach(name -> results.add(new JsonObject()
                .put("name", name)
                .put("label", name)
                .put("type", "string")
                .put("fieldType", "text")
                .put("groupName", type.singular() + "information")
                .put("hasUniqueValue", type.isUnique(name))));
        return Answer.of(200, new JsonObject().put("results", results));
    }

    /** Groups are alternatives, the filters of one group are conditions. */
    private static boolean matches(CrmRecord record, @Nullable Object filterGroups) {
        if (!(filterGroups instanceof JsonArray groups) || groups.isEmpty()) {
            return true;
        }
        return groups.stream()
                .map(JsonObject.class::cast)
                .map(group -> Optional.ofNullable(group.getJsonArray("filters")).orElseGet(JsonArray::new))
                .anyMatch(filters ->
                        filters.stream().map(JsonObject.class::cast).allMatch(filter -> holds(record, filter)));
    }

    private static boolean holds(CrmRecord record, JsonObject filter) {
        String property = filter.getString("propertyName", "");
        String wanted = String.valueOf(filter.getValue("value"));
        return RecordStore.normalised(property, wanted)
                .equals(record.properties().get(property));
    }
}
