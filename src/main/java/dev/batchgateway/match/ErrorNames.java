package dev.batchgateway.match;

import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Keys;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which inputs of a call an error names: by {@code context.objectWriteTraceId}, else by the ids in its context
 * (API-FACTS 3.4 and 3.5; EXAMPLES 2, 15, 16, 22, 25, 28, 30). Built once for a call, asked for each of its errors.
 */
final class ErrorNames {
    /**
     * What an error names.
     *
     * @param indexes in the chunk, ascending; empty when the error names none of its inputs
     * @param sure false when it names a record that is on the from side of some and on the to side of others
     */
    record Named(Set<Integer> indexes, boolean sure) {}

    /**
     * Bytes of arrays in {@code to} in all inputs of a call past which its ids are not looked for: each takes some twenty times its
     * bytes here, and a call has up to 8 MB. That is some 20,000 ids.
     */
    private static final int MOST_TO_BYTES = 512 * 1024;

    private final Operation operation;
    private final Traces traces;
    private final boolean byRecordId;
    private final boolean knowsTo;
    private final Index ids = new Index();
    private final Index toIds = new Index();

    ErrorNames(Operation operation, Chunk chunk, Traces traces) {
        this.operation = operation;
        this.traces = traces;
        this.byRecordId = Keys.isRecordId(chunk.inputs().get(0).idProperty());
        // All or none: of a part it would not be clear whether an id is another input's, too.
        this.knowsTo = isToShort(chunk);
        for (int i = 0; i < chunk.size(); i++) {
            Input input = chunk.inputs().get(i);
            if (input.id() != null && operation != Operation.OBJECT_CREATE) {
                ids.add(input.id(), i);
            }
            for (String to : knowsTo ? input.toIds() : List.<String>of()) {
                toIds.add(to, i);
            }
        }
    }

    /** Whether the ids on the to side of {@code chunk} are few enough to be looked for. */
    static boolean isToShort(Chunk chunk) {
        long bytes = 0;
        for (Input input : chunk.inputs()) {
            Slice to = input.to();
            // An object is one id, whatever else is in it.
            bytes += to == null || to.at(0) != '[' ? 0 : to.length();
        }
        return bytes <= MOST_TO_BYTES;
    }

    Named namedBy(HubSpotError error) {
        Set<Integer> named = new TreeSet<>();
        for (String trace : error.context("objectWriteTraceId")) {
            int index = traces.indexOf(trace);
            if (index >= 0) {
                named.add(index);
            }
        }
        // Beside a trace id, ids are read only where they can be no other record's id than the input's own.
        if (named.isEmpty() || byRecordId) {
            return byIds(error, named);
        }
        return new Named(named, true);
    }

    private Named byIds(HubSpotError error, Set<Integer> named) {
        if (operation.isAssociation() && (knowsTo || isAboutFromAlone(error))) {
            bySides(error, named);
        }
        if (!named.isEmpty() && operation.isAssociation()) {
            return new Named(named, true);
        }
        if (!knowsTo) {
            // It may be about a record on the to side, whatever is found on the other.
            return new Named(Set.of(), false);
        }
        Set<Integer> from = new TreeSet<>();
        Set<Integer> to = new TreeSet<>();
        for (String id : idsIn(error)) {
            from.addAll(ids.find(id));
            to.addAll(toIds.find(id));
        }
        boolean sure = from.isEmpty() || to.isEmpty() || from.equals(to);
        named.addAll(from);
        named.addAll(to);
        return new Named(named, sure);
    }

    private static boolean isAboutFromAlone(HubSpotError error) {
        return error.subCategory().endsWith("FROM_OBJECT_NOT_FOUND")
                || (!error.subCategory().endsWith("TO_OBJECT_NOT_FOUND")
                        && error.context("toObjectId").isEmpty());
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
    private List<String> idsIn(HubSpotError error) {
        List<String> texts = new ArrayList<>(error.context("ids"));
        texts.addAll(error.context("id"));
        for (String text : operation.isAssociation() ? error.context("INVALID_OBJECT_IDS") : List.<String>of()) {
            int equals = text.indexOf('=');
            int end = text.indexOf(' ', equals);
            if (equals >= 0) {
                texts.add(text.substring(equals + 1, end < 0 ? text.length() : end));
            }
        }
        return texts;
    }

    private static void addAll(Index index, List<String> texts, Set<Integer> named) {
        for (String text : texts) {
            named.addAll(index.find(text));
        }
    }
}
