package dev.batchgateway.match;

import dev.batchgateway.batch.Answer;
import dev.batchgateway.batch.Chunk;
import dev.batchgateway.batch.Envelope;
import dev.batchgateway.batch.HubSpotError;
import dev.batchgateway.batch.Input;
import dev.batchgateway.batch.Keys;
import dev.batchgateway.batch.Operation;
import dev.batchgateway.batch.Outcome;
import dev.batchgateway.batch.Traces;
import dev.batchgateway.json.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives every input of a call that HubSpot answered its outcome.
 *
 * <p>HubSpot keeps no order (API-FACTS 3.6), so a result's place says nothing. Wrong: results {@code [b, a]} for
 * inputs {@code [a, b]}, paired by place, hand two records to the wrong owners, and nobody notices. Right: by the
 * echoed trace id, else the key, else (create) the values sent, else by count; and what nothing speaks for is said to
 * be unconfirmed.
 */
public final class Matcher {
    private static final String NO_ASSOCIATIONS = "NO_ASSOCIATIONS_FOUND";

    private final Operation operation;
    private final Envelope envelope;

    /** Matches calls of {@code operation} whose bodies had {@code envelope}. */
    public Matcher(Operation operation, Envelope envelope) {
        this.operation = operation;
        this.envelope = envelope;
    }

    /** The outcomes of {@code chunk}'s inputs, in the chunk's order. */
    public List<Outcome> match(Chunk chunk, Traces traces, Answer answer) {
        Pairing pairing = new Pairing(chunk, traces, envelope.addedProperty());
        List<HubSpotError> unnamed = new ArrayList<>();
        List<Slice> left = pairResults(chunk, traces, answer.results(), pairing);
        pairErrors(chunk, traces, answer.errors(), pairing, unnamed);
        if (operation == Operation.OBJECT_CREATE && !left.isEmpty()) {
            left = CreateValues.pair(chunk, left, pairing);
        }
        if (operation.hasResults()) {
            settleByCount(left, unnamed, pairing);
        } else if (unnamed.isEmpty() && isComplete(answer)) {
            pairing.open().forEach(pairing::confirm);
        }
        return outcomes(chunk, pairing, unnamed);
    }

    /** Other states (API-FACTS 1.5) have not been seen; if one comes, the work is not known to be done. */
    private static boolean isComplete(Answer answer) {
        return answer.state().isEmpty() || answer.state().equals("COMPLETE");
    }

    private List<Slice> pairResults(Chunk chunk, Traces traces, List<Slice> results, Pairing pairing) {
        if (operation.isAssociation()) {
            return Associations.pair(operation, chunk, results, pairing);
        }
        Index keys = null;
        List<Slice> left = new ArrayList<>(0);
        for (Slice result : results) {
            ResultFields fields = ResultFields.of(result);
            Slice trace = fields.trace();
            int index = trace == null ? -1 : traces.indexOfLiteral(trace);
            if (index < 0 || pairing.isConfirmed(index)) {
                keys = keys == null ? keysOf(chunk) : keys;
                index = byKey(fields, keys, chunk);
            }
            if (index < 0) {
                left.add(result);
            } else if (!pairing.isConfirmed(index)) {
                pairing.confirm(index, fields);
            }
        }
        return left;
    }

    /** The inputs by what their results show as the key; a create's have none. */
    private Index keysOf(Chunk chunk) {
        Index keys = new Index();
        for (int i = 0; i < chunk.size() && operation != Operation.OBJECT_CREATE; i++) {
            String key = keyAfter(chunk.inputs().get(i));
            if (key != null) {
                keys.add(key, i);
            }
        }
        return keys;
    }

    /** What a result shows as the key: that of the input, unless the input is what changes it. */
    private static @Nullable String keyAfter(Input input) {
        String idProperty = input.idProperty();
        String sent = idProperty == null || Keys.isRecordId(idProperty)
                ? null
                : ResultFields.of(input.bytes()).property(idProperty);
        return sent == null ? input.id() : sent;
    }

    /** Also an input that has its result already: a second one of its key is no other input's. */
    private static int byKey(ResultFields fields, Index keys, Chunk chunk) {
        String idProperty = chunk.inputs().get(0).idProperty();
        String key = idProperty == null || Keys.isRecordId(idProperty) ? fields.idText() : fields.property(idProperty);
        List<Integer> found = key == null ? List.of() : keys.find(key);
        return found.size() == 1 ? found.get(0) : -1;
    }

    private void pairErrors(
            Chunk chunk, Traces traces, List<Slice> errors, Pairing pairing, List<HubSpotError> unnamed) {
        if (errors.isEmpty()) {
            return;
        }
        ErrorNames names = new ErrorNames(operation, chunk, traces);
        for (Slice bytes : errors) {
            HubSpotError error = HubSpotError.of(bytes);
            ErrorNames.Named found = names.namedBy(error);
            Set<Integer> named = found.indexes();
            if (named.isEmpty()) {
                unnamed.add(error);
            } else if (!operation.hasResults()) {
                named.forEach(index -> refuseWithoutResult(chunk, index, found.sure(), error, pairing));
            } else if (operation == Operation.ASSOCIATION_READ
                    && error.subCategory().endsWith(NO_ASSOCIATIONS)) {
                named.forEach(index -> {
                    pairing.confirm(index);
                    pairing.note(index, error);
                });
            } else {
                pairIn(error, named, pairing);
            }
        }
    }

    /** No result speaks for the other records of the same input, or for the other inputs that may be meant. */
    private static void refuseWithoutResult(Chunk chunk, int index, boolean sure, HubSpotError error, Pairing pairing) {
        boolean isWhole = error.subCategory().endsWith("FROM_OBJECT_NOT_FOUND")
                || !chunk.inputs().get(index).hasManyTo();
        if (sure && isWhole) {
            pairing.refuse(index, error);
        } else {
            pairing.blur(index, error);
        }
    }

    /** An error is about the inputs it names that have no result; if all have one, it is a note to them. */
    private static void pairIn(HubSpotError error, Set<Integer> named, Pairing pairing) {
        boolean allConfirmed = named.stream().allMatch(pairing::isConfirmed);
        for (int index : named) {
            if (!pairing.isConfirmed(index)) {
                pairing.refuse(index, error);
            } else if (allConfirmed) {
                pairing.note(index, error);
            }
        }
    }

    /** Step e: when the numbers leave only one possibility. Association writes may have two of either for one input. */
    private void settleByCount(List<Slice> left, List<HubSpotError> unnamed, Pairing pairing) {
        List<Integer> open = pairing.open();
        boolean oneEach = !operation.isAssociation() || operation.isRead();
        if (oneEach && unnamed.isEmpty() && left.size() == open.size()) {
            for (int i = 0; i < open.size(); i++) {
                pairing.confirmByCount(open.get(i), left.get(i));
            }
        } else if (left.isEmpty() && open.size() == 1) {
            unnamed.forEach(error -> pairing.refuse(open.get(0), error));
        } else if (oneEach && left.isEmpty() && unnamed.size() == open.size()) {
            for (int i = 0; i < open.size(); i++) {
                pairing.refuse(open.get(i), unnamed.get(i));
            }
        }
    }

    private static List<Outcome> outcomes(Chunk chunk, Pairing pairing, List<HubSpotError> unnamed) {
        HubSpotError said = unnamed.isEmpty() ? null : unnamed.get(0);
        List<Outcome> outcomes = new ArrayList<>(chunk.size());
        for (int i = 0; i < chunk.size(); i++) {
            outcomes.add(pairing.outcome(i, said));
        }
        return outcomes;
    }
}
