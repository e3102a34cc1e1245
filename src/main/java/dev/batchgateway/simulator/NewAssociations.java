package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The {@code associations} of an input of create: checked with the input, added with the record. */
final class NewAssociations {
    private final Account account;
    private final AssociationLabels labels;

    NewAssociations(Account account) {
        this.account = account;
        this.labels = new AssociationLabels(account.settings());
    }

    /** EXAMPLES 29 and 30, which are of calls for single records; inside a batch they are a guess. */
    Optional<Problem> check(InputBody input) {
        if (!(input.fields().getValue("associations") instanceof JsonArray given)) {
            return Optional.empty();
        }
        return given.stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(each -> check((JsonObject) each).stream())
                .findFirst()
                .map(Problem.Associations::new);
    }

    void add(CrmRecord record, JsonArray given) {
        for (Object each : given) {
            if (each instanceof JsonObject association) {
                List<AssociationLabel> kinds = AssociationLabels.of(association);
                target(kinds).ifPresent(to -> account.associations()
                        .add(record.type(), record.id(), to, endId(association), kinds));
            }
        }
    }

    private Optional<JsonObject> check(JsonObject association) {
        List<AssociationLabel> kinds = AssociationLabels.of(association);
        return labels.check(kinds).or(() -> target(kinds)
                .filter(to -> !account.records().isEnd(to, endId(association)))
                .map(to -> ErrorBody.context(
                        "INVALID_OBJECT_IDS", List.of(to.shouted() + "=" + endId(association) + " is not valid"))));
    }

    private Optional<ObjectType> target(List<AssociationLabel> kinds) {
        return kinds.stream()
                .flatMap(kind -> account.associations().types().target(kind).stream())
                .flatMap(name -> account.types().find(name).stream())
                .findFirst();
    }

    private static String endId(JsonObject association) {
        return association.getValue("to") instanceof JsonObject to ? String.valueOf(to.getValue("id")) : "";
    }
}
