package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code batch/read} of records: what exists, and one error for all that does not (API-FACTS 3.5). */
final class ObjectRead implements ObjectRule {
    private final Account account;
    private final IdRules ids;

    ObjectRead(Account account) {
        this.account = account;
        this.ids = new IdRules(account.errors());
    }

    @Override
    public Answer answer(Call call, ObjectType type) {
        String idProperty = call.body().text("idProperty");
        boolean byId = idProperty.isEmpty() || idProperty.equals("hs_object_id");
        return (byId ? Optional.<Answer>empty() : ids.nonUnique(type, idProperty))
                .orElseGet(() -> read(call, type, byId ? "" : idProperty));
    }

    private Answer read(Call call, ObjectType type, String idProperty) {
        BatchAnswer answer = new BatchAnswer(call.span());
        List<String> missing = new ArrayList<>();
        Set<String> asked = new LinkedHashSet<>();
        call.inputs().forEach(input -> asked.add(RecordStore.normalised(idProperty, input.text("id"))));
        Set<String> merged = account.settings().get(Behaviour.MERGED_IDS);
        boolean found = false;
        for (String id : asked) {
            Optional<CrmRecord> record = find(call, type, idProperty, id);
            found |= record.isPresent();
            if (record.isPresent()) {
                answer.result(result(call, record.get()));
            } else if (!merged.contains(id)) {
                missing.add(id);
            }
        }
        if (!found
                && !missing.isEmpty()
                && account.settings().get(Behaviour.NOTHING_FOUND) == NothingFound.WHOLE_CALL_404) {
            return Answer.of(404, account.errors().ofCall(NotFound.message(type), NotFound.CATEGORY));
        }
        if (!missing.isEmpty()) {
            answer.error(NotFound.entry(type, ErrorBody.context("ids", missing)));
        }
        return answer.answer(200, account.chance(), account.settings());
    }

    private Optional<CrmRecord> find(Call call, ObjectType type, String idProperty, String id) {
        if (!idProperty.isEmpty()) {
            return account.records().findBy(type, idProperty, id);
        }
        return account.settings().get(Behaviour.MERGED_IDS).contains(id)
                ? Optional.empty()
                : account.records().findAny(type, id).filter(record -> record.isArchived() == call.archived());
    }

    private JsonObject result(Call call, CrmRecord record) {
        Set<String> listed = call.body().texts("properties");
        Set<String> histories = call.body().texts("propertiesWithHistory");
        Collection<String> shown =
                listed.isEmpty() && histories.isEmpty() ? record.type().usualProperties() : listed;
        JsonObject result = account.results().of(record, shown);
        return histories.isEmpty() ? result : result.put("propertiesWithHistory", histories(record, histories));
    }

    /** Of each property only its present value: the simulator keeps no older ones. */
    private static JsonObject histories(CrmRecord record, Set<String> properties) {
        JsonObject histories = new JsonObject();
        for (String property : properties) {
            JsonArray values = new JsonArray();
            String value = record.properties().get(property);
            if (value != null) {
                values.add(new JsonObject()
                        .put("value", value)
                        .put("timestamp", record.updatedAt())
                        .put("sourceType", "INTEGRATION"));
            }
            histories.put(property, values);
        }
        return histories;
    }
}
