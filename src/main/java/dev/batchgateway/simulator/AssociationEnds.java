package dev.batchgateway.simulator;

import io.vertx.core.json.JsonArray;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the ends of the associations of one call (EXAMPLES 25): a missing record is one error for its side, so that
 * one input may cause two. A record missing from several inputs is named once, which is a guess.
 */
final class AssociationEnds {
    private final RecordStore records;
    private final BatchAnswer answer;
    private final Set<String> named = new HashSet<>();

    AssociationEnds(RecordStore records, BatchAnswer answer) {
        this.records = records;
        this.answer = answer;
    }

    /** Whether both ends exist; adds errors for those that do not. */
    boolean exist(ObjectType from, String fromId, ObjectType to, String toId) {
        boolean fromExists = exists("FROM", from, fromId);
        boolean toExists = exists("TO", to, toId);
        return fromExists && toExists;
    }

    private boolean exists(String side, ObjectType type, String id) {
        if (records.isEnd(type, id)) {
            return true;
        }
        if (named.add(side + id)) {
            answer.error(ErrorBody.entry(
                    NotFound.CATEGORY,
                    "crm.associations." + side + "_OBJECT_NOT_FOUND",
                    "No " + type.singular() + " with ID " + id + " exists",
                    ErrorBody.context("objectType", List.of(type.singular())).put("id", new JsonArray().add(id))));
        }
        return false;
    }
}
