package dev.batchgateway.simulator;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code batch/update} of records. */
final class ObjectUpdate implements ObjectRule {
    private final Account account;
    private final ObjectWrites writes;
    private final IdRules ids;
    private final PropertyRules properties = new PropertyRules();

    ObjectUpdate(Account account) {
        this.account = account;
        this.writes = new ObjectWrites(account);
        this.ids = new IdRules(account.errors());
    }

    @Override
    public Answer answer(Call call, ObjectType type) {
        return nonUnique(call, type)
                .or(() -> ids.duplicates(call.inputs()))
                .or(() -> ids.sameRecord(call.inputs().stream()
                        .flatMap(input -> find(type, input).stream())
                        .toList()))
                .or(() -> missing(call, type))
                .orElseGet(() -> writes.write(call, type, new Write(call, type), 200));
    }

    private Optional<Answer> nonUnique(Call call, ObjectType type) {
        return call.inputs().stream()
                .filter(input -> !isById(input))
                .flatMap(input -> ids.nonUnique(type, input.text("idProperty")).stream())
                .findFirst();
    }

    /** The refusal of a call for one missing id, where the settings want that; it names no id (API-FACTS 3.5). */
    private Optional<Answer> missing(Call call, ObjectType type) {
        MissingOnUpdate mode = account.settings().get(Behaviour.MISSING_ON_UPDATE);
        boolean whole = mode == MissingOnUpdate.WHOLE_CALL_400 || mode == MissingOnUpdate.WHOLE_CALL_404;
        if (!whole
                || call.inputs().stream()
                        .allMatch(input -> isMerged(input) || find(type, input).isPresent())) {
            return Optional.empty();
        }
        int status = mode == MissingOnUpdate.WHOLE_CALL_400 ? 400 : 404;
        return Optional.of(Answer.of(status, account.errors().ofCall(NotFound.message(type), NotFound.CATEGORY)));
    }

    private Optional<CrmRecord> find(ObjectType type, InputBody input) {
        String id = input.text("id");
        return isById(input)
                ? account.records().find(type, id)
                : account.records().findBy(type, input.text("idProperty"), id);
    }

    private static boolean isById(InputBody input) {
        String idProperty = input.text("idProperty");
        return idProperty.isEmpty() || idProperty.equals("hs_object_id");
    }

    private boolean isMerged(InputBody input) {
        return isById(input) && account.settings().get(Behaviour.MERGED_IDS).contains(input.text("id"));
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
            if (isMerged(input)) {
                return new Verdict.Omitted();
            }
            Optional<CrmRecord> found = find(type, input);
            if (found.isEmpty()) {
                return account.settings().get(Behaviour.MISSING_ON_UPDATE) == MissingOnUpdate.OMITTED
                        ? new Verdict.Omitted()
                        : new Verdict.Missing(input.text("id"));
            }
            Map<String, String> given = input.properties();
            return properties
                    .check(type, given)
                    .or(() -> uniqueValues.claim(given, found.get().id()))
                    .<Verdict>map(Verdict.Refused::new)
                    .orElseGet(Verdict.Good::new);
        }

        @Override
        public JsonObject apply(InputBody input) {
            CrmRecord record = find(type, input).orElseThrow();
            Map<String, String> changes = new LinkedHashMap<>();
            input.properties().forEach((name, value) -> changes.put(name, RecordStore.normalised(name, value)));
            record.change(changes, call.span().startedAt());
            account.records().put(record);
            account.wrote(call, input, type.typeId(), record.id(), false);
            return account.results().ofWrite(record, input, changes.keySet());
        }
    }
}
