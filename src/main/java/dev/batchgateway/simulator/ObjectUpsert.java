package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code batch/upsert} of records (API-FACTS 5). Each input names its own {@code idProperty}. */
final class ObjectUpsert implements ObjectRule {
    private final Account account;
    private final ObjectWrites writes;
    private final IdRules ids;
    private final PropertyRules properties = new PropertyRules();

    ObjectUpsert(Account account) {
        this.account = account;
        this.writes = new ObjectWrites(account);
        this.ids = new IdRules(account.errors());
    }

    @Override
    public Answer answer(Call call, ObjectType type) {
        return call.inputs().stream()
                .flatMap(input -> ids.nonUnique(type, idProperty(input)).stream())
                .findFirst()
                .or(() -> ids.duplicates(call.inputs()))
                .or(() -> ids.sameRecord(call.inputs().stream()
                        .flatMap(input -> find(type, input).stream())
                        .toList()))
                .orElseGet(() -> writes.write(call, type, new Write(call, type), 200));
    }

    private Optional<CrmRecord> find(ObjectType type, InputBody input) {
        return account.records().findBy(type, idProperty(input), input.text("id"));
    }

    private static String idProperty(InputBody input) {
        String idProperty = input.text("idProperty");
        return idProperty.isEmpty() ? "hs_object_id" : idProperty;
    }

    private final class Write implements InputWrite {
        private final Call call;
        private final ObjectType type;
        private final UniqueValues uniqueValues;

        Write(Call call, ObjectType type) {
            this.call = call;
            this.type = type;
            this.uniqueValues = new UniqueValues(type, account.records());
        }

        @Override
        public Verdict check(InputBody input) {
            Map<String, String> given = changes(input);
            String ownId = find(type, input).map(CrmRecord::id).orElse("");
            return properties
                    .check(type, given)
                    .or(() -> uniqueValues.claim(given, ownId))
                    .<Verdict>map(Verdict.Refused::new)
                    .orElseGet(Verdict.Good::new);
        }

        @Override
        public JsonObject apply(InputBody input) {
            Optional<CrmRecord> found = find(type, input);
            String now = call.span().startedAt();
            CrmRecord record =
                    found.orElseGet(() -> new CrmRecord(type, account.records().newId(), now));
            Map<String, String> changes = changes(input);
            record.change(changes, now);
            account.records().put(record);
            account.wrote(call, input, type.typeId(), record.id(), found.isEmpty());
            return account.results()
                    .ofWrite(record, input, shown(input, changes.keySet()))
                    .put("new", found.isEmpty());
        }

        /** The properties sent and the key, which sent properties override. */
        private static Map<String, String> changes(InputBody input) {
            Map<String, String> changes = new LinkedHashMap<>();
            changes.put(idProperty(input), RecordStore.normalised(idProperty(input), input.text("id")));
            input.properties().forEach((name, value) -> changes.put(name, RecordStore.normalised(name, value)));
            return changes;
        }

        private Set<String> shown(InputBody input, Set<String> changed) {
            if (account.settings().get(Behaviour.UPSERT_RETURNS_KEY)) {
                return changed;
            }
            Set<String> sent = new LinkedHashSet<>(changed);
            sent.retainAll(input.properties().keySet());
            return sent;
        }
    }
}
