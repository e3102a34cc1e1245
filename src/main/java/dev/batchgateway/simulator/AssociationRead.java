package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code batch/read} of associations: pages by record; a record without any is an error (EXAMPLES 28). */
final class AssociationRead implements AssociationRule {
    /** {@code after}: how many associations earlier pages held; empty for the first page. */
    private static final Pattern CURSOR = Pattern.compile("\\d{0,9}");

    private final Account account;

    AssociationRead(Account account) {
        this.account = account;
    }

    @Override
    public Answer answer(Call call, ObjectType from, ObjectType to) {
        return call.inputs().stream()
                .map(input -> input.text("after"))
                .filter(after -> !CURSOR.matcher(after).matches())
                .findFirst()
                .map(this::noCursor)
                .orElseGet(() -> read(call, from, to));
    }

    /** The text is a guess. */
    private Answer noCursor(String after) {
        return Answer.of(400, account.errors().ofCall("Invalid paging cursor: " + after, "VALIDATION_ERROR"));
    }

    private Answer read(Call call, ObjectType from, ObjectType to) {
        BatchAnswer answer = new BatchAnswer(call.span());
        Set<String> asked = new HashSet<>();
        for (InputBody input : call.inputs()) {
            String id = input.text("id");
            String after = input.text("after");
            if (asked.add(id + '\n' + after)) {
                Map<String, Set<AssociationLabel>> ends = account.associations().of(from, id, to);
                if (ends.isEmpty()) {
                    answer.error(none(from, id, to));
                } else {
                    answer.result(page(call, from, id, to, ends, after.isEmpty() ? 0 : Integer.parseInt(after)));
                }
            }
        }
        return answer.answer(200, account.chance(), account.settings());
    }

    private JsonObject page(
            Call call, ObjectType from, String id, ObjectType to, Map<String, Set<AssociationLabel>> ends, int after) {
        int size = account.settings().get(Limits.ASSOCIATION_PAGE);
        JsonArray shown = new JsonArray();
        ends.entrySet().stream()
                .skip(after)
                .limit(size)
                .map(end -> call.route().isV3()
                        ? AssociationForm.end(end.getKey()).put("type", NamedForm.name(from, to))
                        : labelled(end.getKey(), end.getValue()))
                .forEach(shown::add);
        JsonObject result =
                new JsonObject().put("from", AssociationForm.end(id)).put("to", shown);
        int next = after + size;
        return next >= ends.size()
                ? result
                : result.put(
                        "paging", new JsonObject().put("next", new JsonObject().put("after", Integer.toString(next))));
    }

    private JsonObject labelled(String toId, Set<AssociationLabel> labels) {
        JsonArray kinds = new JsonArray();
        labels.forEach(label -> kinds.add(new JsonObject()
                .put("category", label.category())
                .put("typeId", label.typeId())
                .put("label", LabelledForm.name(label).orElse(null))));
        boolean asNumber = account.settings().get(Behaviour.ASSOCIATION_IDS_AS_NUMBERS);
        return new JsonObject()
                .put("toObjectId", LabelledForm.id(toId, asNumber))
                .put("associationTypes", kinds);
    }

    private static JsonObject none(ObjectType from, String id, ObjectType to) {
        return ErrorBody.entry(
                NotFound.CATEGORY,
                "crm.associations.NO_ASSOCIATIONS_FOUND",
                "No " + to.singular() + " is associated with " + from.singular() + " " + id + ".",
                ErrorBody.context("fromObjectId", List.of(id))
                        .put("fromObjectType", new JsonArray().add(from.singular()))
                        .put("toObjectType", new JsonArray().add(to.singular())));
    }
}
