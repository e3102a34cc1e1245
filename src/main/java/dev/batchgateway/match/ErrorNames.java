package dev.batchgateway.match;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Traces;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which inputs of a call an error names: by {@code context.objectWriteTraceId}, else by the ids in its context
 * (API-FACTS 3.4 and 3.5; EXAMPLES 2, 15, 16, 22, 25, 28, 30). Built once for a call, asked for each of its errors.
 */
final class ErrorNames {
    private final Operation operation;
    private final Traces traces;
    private final Index ids = new Index();
    private final Index toIds = new Index();

    ErrorNames(Operation operation, Chunk chunk, Traces traces) {
        this.operation = operation;
        this.traces = traces;
        for (int i = 0; i < chunk.size(); i++) {
            Input input = chunk.inputs().get(i);
            if (input.id() != null && operation != Operation.OBJECT_CREATE) {
                ids.add(input.id(), i);
            }
            for (String to : input.toIds()) {
                toIds.add(to, i);
            }
        }
    }

    /** Indexes in the chunk, ascending; empty when the error names none of its inputs. */
    Set<Integer> namedBy(HubSpotError error) {
        Set<Integer> named = new TreeSet<>();
        for (String trace : error.context("objectWriteTraceId")) {
            int index = traces.indexOf(trace);
            if (index >= 0) {
                named.add(index);
            }
        }
        if (named.isEmpty()) {
            byIds(error, named);
        }
        return named;
    }

    private void byIds(HubSpotError error, Set<Integer> named) {
        if (operation.isAssociation()) {
            bySides(error, named);
        }
        if (named.isEmpty()) {
            addAll(ids, error.context("ids"), named);
            addAll(ids, error.context("id"), named);
        }
        if (named.isEmpty()) {
            byInvalidIds(error, named);
        }
    }

    /** An id that does not exist on one side is meant on that side only; the other side may have an equal one. */
    private void bySides(HubSpotError error, Set<Integer> named) {
        if (error.subCategory().endsWith("FROM_OBJECT_NOT_FOUND")) {
            addAll(ids, error.context("id"), named);
        } else if (error.subCategory().endsWith("TO_OBJECT_NOT_FOUND")) {
            addAll(toIds, error.context("id"), named);
        } else {
            addAll(ids, error.context("fromObjectId"), named);
            Set<Integer> to = new TreeSet<>();
            addAll(toIds, error.context("toObjectId"), to);
            if (named.isEmpty()) {
                named.addAll(to);
            } else if (!to.isEmpty()) {
                named.retainAll(to);
            }
        }
    }

    /** {@code INVALID_OBJECT_IDS: ["CONTACT=838442890479 is not valid"]} does not say on which side. */
    private void byInvalidIds(HubSpotError error, Set<Integer> named) {
        for (String text : error.context("INVALID_OBJECT_IDS")) {
            int equals = text.indexOf('=');
            int end = text.indexOf(' ', equals);
            if (equals >= 0) {
                String id = text.substring(equals + 1, end < 0 ? text.length() : end);
                named.addAll(ids.find(id));
                named.addAll(toIds.find(id));
            }
        }
    }

    private static void addAll(Index index, List<String> texts, Set<Integer> named) {
        for (String text : texts) {
            named.addAll(index.find(text));
        }
    }
}
