package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * {@code batch/archive} and {@code batch/labels/archive} of associations: 204, under dated paths 200 with a body
 * (API-FACTS 1.3), whether there was anything to remove or not.
 */
final class AssociationArchive implements AssociationRule {
    private final Account account;

    AssociationArchive(Account account) {
        this.account = account;
    }

    @Override
    public Answer answer(Call call, ObjectType from, ObjectType to) {
        for (InputBody input : call.inputs()) {
            for (String toId : toIds(input)) {
                if (remove(call, input, from, to, toId)) {
                    String pair = input.idIn("from") + "->" + toId;
                    account.wrote(call, input, from.typeId() + "/" + to.typeId(), pair, false);
                }
            }
        }
        return call.route().isDated()
                ? new BatchAnswer(call.span()).answer(200, account.chance(), account.settings())
                : Answer.empty(204);
    }

    private boolean remove(Call call, InputBody input, ObjectType from, ObjectType to, String toId) {
        String fromId = input.idIn("from");
        if (call.operation() == HubSpotOperation.ASSOCIATIONS_ARCHIVE) {
            return account.associations().remove(from, fromId, to, toId);
        }
        boolean removed = false;
        for (AssociationLabel label : AssociationLabels.of(input.fields())) {
            removed |= account.associations().remove(from, fromId, to, toId, label);
        }
        return removed;
    }

    /** {@code to} is a list in v4's archive and an object everywhere else (API-FACTS 1.4). */
    private static List<String> toIds(InputBody input) {
        if (input.fields().getValue("to") instanceof JsonArray ends) {
            return ends.stream()
                    .filter(JsonObject.class::isInstance)
                    .map(end -> String.valueOf(((JsonObject) end).getValue("id")))
                    .toList();
        }
        return List.of(input.idIn("to"));
    }
}
