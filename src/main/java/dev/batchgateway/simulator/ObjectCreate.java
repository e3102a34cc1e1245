package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code batch/create} of records. */
final class ObjectCreate implements ObjectRule {
    private final Account account;
    private final ObjectWrites writes;
    private final PropertyRules properties = new PropertyRules();
    private final NewAssociations associations;

    ObjectCreate(Account account) {
        this.account = account;
        this.writes = new ObjectWrites(account);
        this.associations = new NewAssociations(account);
    }

    @Override
    public Answer answer(Call call, ObjectType type) {
        return writes.write(call, type, new Write(call, type), 201);
    }

    /** Creates the one record that is the whole body; the status is 201 with the record, or the refusal's. */
    Answer single(Call call, ObjectType type) {
        Write write = new Write(call, type);
        InputBody input = call.body().asInput();
        return write.check(input) instanceof Verdict.Refused refused
                ? account.problems().ofCall(List.of(refused.problem()))
                : Answer.of(201, write.apply(input));
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
            Map<String, String> given = input.properties();
            Optional<Problem> problem = properties
                    .check(type, given)
                    .or(() -> associations.check(input))
                    .or(() -> uniqueValues.claim(given, ""));
            return problem.<Verdict>map(Verdict.Refused::new).orElseGet(Verdict.Good::new);
        }

        @Override
        public JsonObject apply(InputBody input) {
            CrmRecord created =
                    new CrmRecord(type, account.records().newId(), call.span().startedAt());
            input.properties()
                    .forEach((name, value) -> created.properties().put(name, RecordStore.normalised(name, value)));
            account.records().put(created);
            if (input.fields().getValue("associations") instanceof JsonArray given) {
                associations.add(created, given);
            }
            account.wrote(call, input, type.typeId(), created.id(), true);
            return account.results()
                    .ofWrite(created, input, created.properties().keySet());
        }
    }
}
